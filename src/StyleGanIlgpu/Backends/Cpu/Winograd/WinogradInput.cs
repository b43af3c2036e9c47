using System.Runtime.CompilerServices;
using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Transforms the inputs of a strip: [point][block][tile][B], times the style, zeros outside the map and past the last tile.</summary>
internal sealed unsafe class WinogradInput<TSimd, TVec>(WinogradConvolution convolution)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly ConvolutionTensors tensors = convolution.Tensors;
    private readonly WinogradTiling tiling = convolution.Tiling;

    /// <param name="strip">Which strip.</param>
    /// <param name="blocks">The blocks of input channels to transform.</param>
    /// <param name="target">Where the strip lies.</param>
    /// <param name="frame">Where the tensors lie.</param>
    public void Transform(int strip, Extent blocks, float* target, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var style = scratch + convolution.Scratch.Style;
        var tiles = tiling.Strip(strip);
        var sample = -1;
        for (var tile = tiles.Begin; tile < tiles.End;)
        {
            var piece = tiling.Piece(tile, tiles.End);
            if (piece.Sample != sample)
                tensors.LoadStyle(sample = piece.Sample, frame, style);
            for (var block = blocks.Begin; block < blocks.End; block++)
            {
                var map = tensors.InputOf(sample, frame) + (nint)block * tensors.Input.Height * tensors.Input.Width * TSimd.Lanes;
                var place = target + ((nint)block * tiling.Capacity + tile - tiles.Begin) * TSimd.Lanes;
                TransformPiece(piece, map, TSimd.Load(style + block * TSimd.Lanes), scratch, place);
            }
            tile += piece.Count;
        }
        // The kernel reads whole groups of tiles: what it finds there must not be numbers that slow it down.
        for (var point = 0; point < WinogradTransform.Points; point++)
        {
            for (var block = blocks.Begin; block < blocks.End; block++)
            {
                var rest = target + point * convolution.PointFloats + ((nint)block * tiling.Capacity + tiles.Length) * TSimd.Lanes;
                new Span<float>(rest, (tiling.Capacity - tiles.Length) * TSimd.Lanes).Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformPiece(TileRun piece, float* map, TVec factor, float* scratch, float* target)
    {
        var (height, width) = (tensors.Input.Height, tensors.Input.Width);
        var (top, first) = (piece.Row * WinogradTransform.Outputs - convolution.Padding, piece.Column * WinogradTransform.Outputs - convolution.Padding);
        var columns = piece.Count * WinogradTransform.Outputs + WinogradTransform.Inputs - WinogradTransform.Outputs;
        var left = Math.Clamp(-first, 0, columns);
        var inside = Math.Max(0, Math.Min(first + columns, width) - (first + left));

        var source = map + ((nint)top * width + first + left) * TSimd.Lanes;
        var stride = (nint)width * TSimd.Lanes;
        if (top < 0 || top + WinogradTransform.Inputs > height)
        {
            var patch = scratch + convolution.Scratch.Patch;
            for (var row = 0; row < WinogradTransform.Inputs; row++)
            {
                var line = new Span<float>(patch + row * inside * TSimd.Lanes, inside * TSimd.Lanes);
                if (top + row < 0 || top + row >= height)
                    line.Clear();
                else
                    new ReadOnlySpan<float>(source + row * stride, line.Length).CopyTo(line);
            }
            source = patch;
            stride = (nint)inside * TSimd.Lanes;
        }

        var band = scratch + convolution.Scratch.Band;
        var bandStride = (nint)columns * TSimd.Lanes;
        for (var row = 0; row < WinogradTransform.Inputs; row++)
        {
            new Span<float>(band + row * bandStride, left * TSimd.Lanes).Clear();
            new Span<float>(band + row * bandStride + (left + inside) * TSimd.Lanes, (columns - left - inside) * TSimd.Lanes).Clear();
        }
        for (var column = 0; column < inside; column++)
            WinogradTransform<TSimd, TVec>.ScaledInput(source + column * TSimd.Lanes, stride, factor, band + (left + column) * TSimd.Lanes, bandStride);

        var points = convolution.PointFloats;
        for (var row = 0; row < WinogradTransform.Inputs; row++)
        {
            for (var tile = 0; tile < piece.Count; tile++)
            {
                WinogradTransform<TSimd, TVec>.Input(
                    band + row * bandStride + tile * WinogradTransform.Outputs * TSimd.Lanes,
                    target + row * WinogradTransform.Inputs * points + tile * TSimd.Lanes,
                    points);
            }
        }
    }
}
