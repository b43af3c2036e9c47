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
                WinogradTiles<PlainTransform<TSimd, TVec>, TSimd, TVec>.Values(
                    map,
                    tensors.Input.Height,
                    tensors.Input.Width,
                    tiling.Rows(piece).Begin - convolution.Padding,
                    tiling.Columns(piece).Begin - convolution.Padding,
                    piece.Count,
                    TSimd.Load(style + block * TSimd.Lanes),
                    scratch + convolution.Scratch.Transform,
                    place,
                    convolution.PointFloats);
            }
            tile += piece.Count;
        }
        // The kernel reads whole groups of tiles: what it finds there must not be numbers that slow it down.
        for (var point = 0; point < WinogradForm.Plain.Points; point++)
        {
            for (var block = blocks.Begin; block < blocks.End; block++)
            {
                var rest = target + point * convolution.PointFloats + ((nint)block * tiling.Capacity + tiles.Length) * TSimd.Lanes;
                new Span<float>(rest, (tiling.Capacity - tiles.Length) * TSimd.Lanes).Clear();
            }
        }
    }
}
