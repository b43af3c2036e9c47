using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>A form of StyleGAN3's non-linearity. 2e-6 is under five times the official float32 error, 7.5e-7.</summary>
internal sealed record FilteredLeakyReluForm(
    string Name,
    Func<OpCaseBuilder, Parameter?> UpFilter,
    Func<OpCaseBuilder, Parameter?> DownFilter,
    int Up,
    int Down,
    Padding Padding,
    bool HasBias = true,
    double Slope = 0.2,
    double? Clamp = 256,
    double? Gain = null,
    int Smallest = 1)
{
    public OpCase Case(Size size) => new(nameof(FilteredLeakyRelu), $"{Name} {size}", size.Batch, 2e-6, b => Emit(b, size));

    /// <summary>False where a filter is larger than what it is laid on.</summary>
    public bool LeavesSomething(Size size)
    {
        var b = new OpCaseBuilder(0, 0, 1);
        var (up, down) = (UpFilter(b), DownFilter(b));
        return (size.Height * Up) + Padding.Top + Padding.Bottom - ((up?.Shape[0] ?? 1) - 1) >= (down?.Shape[0] ?? 1)
            && (size.Width * Up) + Padding.Left + Padding.Right - ((up?.Shape[^1] ?? 1) - 1) >= (down?.Shape[^1] ?? 1);
    }

    private TensorId Emit(OpCaseBuilder b, Size size)
    {
        var (upFilter, downFilter) = (UpFilter(b), DownFilter(b));
        var bias = HasBias ? b.Normal(size.Channels) : null;
        var input = b.Maps(size.Channels, size.Height, size.Width);
        var output = b.Plan.Maps(
            "output",
            size.Channels,
            Extent(size.Height, Padding.Top + Padding.Bottom, upFilter?.Shape[0] ?? 1, downFilter?.Shape[0] ?? 1),
            Extent(size.Width, Padding.Left + Padding.Right, upFilter?.Shape[^1] ?? 1, downFilter?.Shape[^1] ?? 1));
        b.Plan.Add(new FilteredLeakyRelu(
            input, output, upFilter, downFilter, bias, Up, Down, Padding, Gain ?? Math.Sqrt(2), Slope, Clamp));
        return output;
    }

    private int Extent(int size, int pads, int upTaps, int downTaps) =>
        UpFirDnForm.Extent(UpFirDnForm.Extent(size, Up, 1, pads, upTaps), 1, Down, 0, downTaps);
}
