using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Computes the sums of a task of an up-sampling convolution by <see cref="RaisedWinograd"/>.</summary>
internal sealed unsafe class RaisedSums<TSimd, TVec>(ConvolutionGeometry g, RaisedWinograd winograd)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private static int PixelFloats => ConvolutionPanels.TileVectors * TSimd.Lanes;

    private nint OutStride => RaisedWinograd.Form.Points * winograd.ProductStride;

    /// <summary>The products of all tiles, summed over the input channels.</summary>
    public void Multiply(in ConvolutionTask part, in SumGrid grid, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var values = scratch + g.Scratch.Tile;
        var tiles = grid.TileRows.Length / RaisedWinograd.Form.Step * (grid.TileColumns.Length / RaisedWinograd.Form.Step);
        Transform(part, grid, values, frame);
        winograd.Panels.Multiply<TSimd, TVec>(
            values,
            winograd.ValueStride,
            (nint)winograd.Capacity * TSimd.Lanes,
            tiles,
            part.Tiles,
            scratch + g.Scratch.Products,
            new ProductLayout(OutStride, winograd.ProductStride, PixelFloats));
    }

    /// <summary>The sums of a tile of output channels, where the filter looks for them.</summary>
    public void MakeSums(in ConvolutionTask part, in SumGrid grid, int o, float* sums, float* scratch)
    {
        var (step, width) = (RaisedWinograd.Form.Step, grid.TileColumns.Length);
        var products = scratch + g.Scratch.Products + (o - part.Tiles.Begin) * OutStride;
        for (var row = 0; row < grid.TileRows.Length; row += step)
        {
            for (var column = 0; column < width; column += WinogradTiles.Most * step)
            {
                var count = Math.Min(WinogradTiles.Most, (width - column) / step);
                for (var vector = 0; vector < winograd.Panels.VectorsOf(o); vector++)
                {
                    WinogradTiles<RaisedTransform<TSimd, TVec>, TSimd, TVec>.Outputs(
                        products + vector * TSimd.Lanes,
                        winograd.ProductStride,
                        PixelFloats,
                        count,
                        scratch + g.Scratch.Transform,
                        sums + ((nint)row * width + column) * g.Step * PixelFloats + vector * TSimd.Lanes,
                        PixelFloats,
                        (nint)g.Scratch.PlaneFloats,
                        (nint)width * g.Step * PixelFloats);
                }
                products += count * PixelFloats;
            }
        }
    }

    private void Transform(in ConvolutionTask part, in SumGrid grid, float* values, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var (height, width, step) = (g.Input.Height, g.Input.Width, RaisedWinograd.Form.Step);
        for (var block = 0; block < g.Tensors.InBlocks; block++)
        {
            var map = g.Tensors.InputOf(part.Sample, frame) + (nint)block * height * width * TSimd.Lanes;
            var style = TSimd.Load(scratch + g.Scratch.Scale + block * TSimd.Lanes);
            var target = values + (nint)block * winograd.Capacity * TSimd.Lanes;
            for (var row = grid.TileRows.Begin; row < grid.TileRows.End; row += step)
            {
                for (var column = grid.TileColumns.Begin; column < grid.TileColumns.End; column += WinogradTiles.Most * step)
                {
                    var count = Math.Min(WinogradTiles.Most, (grid.TileColumns.End - column) / step);
                    // The sums of a place meet the sample there and the one before.
                    WinogradTiles<RaisedTransform<TSimd, TVec>, TSimd, TVec>.Values(
                        map, height, width, row - 1, column - 1, count, style, scratch + g.Scratch.Transform, target, winograd.ValueStride);
                    target += count * TSimd.Lanes;
                }
            }
            // The kernel reads whole groups of tiles: what it finds there must not be numbers that slow it down.
            var rest = (int)(values + (nint)(block + 1) * winograd.Capacity * TSimd.Lanes - target);
            for (var point = 0; point < RaisedWinograd.Form.Points; point++)
                new Span<float>(target + point * winograd.ValueStride, rest).Clear();
        }
    }
}
