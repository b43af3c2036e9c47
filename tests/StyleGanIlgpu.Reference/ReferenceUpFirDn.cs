using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Up-sample, filter, down-sample, in the words of the definition: zeros are put in and multiplied.</summary>
internal static class ReferenceUpFirDn
{
    public static Nchw Run(UpFirDn op, ReferenceSession session) =>
        Apply(session[op.Input], FirFilter.Of(op.Filter), op.UpX, op.UpY, op.DownX, op.DownY, op.Padding, op.Gain, op.FlipFilter);

    public static Nchw Apply(
        Nchw input, FirFilter filter, int upX, int upY, int downX, int downY, Padding padding, double gain = 1, bool flip = false) =>
        input.PlaneByPlane(plane => ApplyToPlane(plane, filter, upX, upY, downX, downY, padding, gain, flip));

    private static Nchw ApplyToPlane(
        Nchw input, FirFilter filter, int upX, int upY, int downX, int downY, Padding padding, double gain, bool flip)
    {
        var padded = input.ZeroStuffed(upX, upY).Padded(padding);
        if (!filter.IsSeparable)
            return Filtered(padded, filter.Kernels[0], downX, downY, gain, flip);
        var half = Math.Sqrt(gain);
        return Filtered(Filtered(padded, filter.Kernels[0], downX, 1, half, flip), filter.Kernels[1], 1, downY, half, flip);
    }

    /// <summary>Convolves a plane with the kernel times the gain (correlates where flipped), keeping every down-th sample.</summary>
    private static Nchw Filtered(Nchw input, Nchw kernel, int downX, int downY, double gain, bool flip)
    {
        var taps = (flip ? kernel : kernel.Flipped()).Map((tap, _) => tap * gain);
        if (input.Height < kernel.Height || input.Width < kernel.Width)
            throw new ArgumentException($"Nothing is left of {input.Height} x {input.Width} after a filter of {kernel.Height} x {kernel.Width}.");
        var output = new Nchw(
            input.Batch, input.Channels, ((input.Height - kernel.Height) / downY) + 1, ((input.Width - kernel.Width) / downX) + 1);
        output.ForEachPlane((n, c) =>
        {
            for (var y = 0; y < output.Height; y++)
            {
                var row = output.Row(n, c, y);
                for (var ky = 0; ky < kernel.Height; ky++)
                {
                    var source = input.Row(n, c, (y * downY) + ky);
                    var tapRow = taps.Row(0, 0, ky);
                    // The same sums either way: all outputs of a tap, or all taps of an output where samples are skipped.
                    if (downX == 1)
                    {
                        for (var kx = 0; kx < tapRow.Length; kx++)
                            RowLoops.AddScaled(row, tapRow[kx], source.Slice(kx, row.Length));
                        continue;
                    }
                    for (var x = 0; x < row.Length; x++)
                        row[x] += RowLoops.Dot(tapRow, source.Slice(x * downX, tapRow.Length));
                }
            }
        });
        return output;
    }
}
