using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Transforms the inputs of a strip: [point][block][tile][B], times the style, zeros outside the map and past the last tile.</summary>
internal sealed unsafe class RaisedInput<TSimd, TVec>(RaisedConvolution convolution)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly ConvolutionTensors tensors = convolution.Tensors;

    /// <param name="sample">Sample of the batch.</param>
    /// <param name="down">Rows of tiles.</param>
    /// <param name="across">Columns of tiles.</param>
    /// <param name="blocks">The blocks of input channels to transform.</param>
    /// <param name="values">Where the strip lies.</param>
    /// <param name="frame">Where the tensors lie.</param>
    public void Transform(int sample, Extent down, Extent across, Extent blocks, float* values, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var (height, width, step) = (tensors.Input.Height, tensors.Input.Width, WinogradForm.Raised.Step);
        for (var block = blocks.Begin; block < blocks.End; block++)
        {
            var map = tensors.InputOf(sample, frame) + (nint)block * height * width * TSimd.Lanes;
            var style = TSimd.Load(scratch + convolution.Scratch.Style + block * TSimd.Lanes);
            var target = values + (nint)block * convolution.Capacity * TSimd.Lanes;
            for (var row = down.Begin; row < down.End; row++)
            {
                for (var column = across.Begin; column < across.End; column += WinogradTiles.Most)
                {
                    var count = Math.Min(WinogradTiles.Most, across.End - column);
                    // The sums of a place meet the sample there and the one before.
                    WinogradTiles<RaisedTransform<TSimd, TVec>, TSimd, TVec>.Values(
                        map, height, width, row * step - 1, column * step - 1, count, style, scratch + convolution.Scratch.Transform, target, convolution.ValueStride);
                    target += count * TSimd.Lanes;
                }
            }
            // The kernel reads whole groups of tiles: what it finds there must not be numbers that slow it down.
            var rest = (int)(values + (nint)(block + 1) * convolution.Capacity * TSimd.Lanes - target);
            for (var point = 0; point < WinogradForm.Raised.Points; point++)
                new Span<float>(target + point * convolution.ValueStride, rest).Clear();
        }
    }
}
