using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>A form of up-sample, filter, down-sample. 5e-7 is five times the official float32 error; Smallest is the least extent that leaves anything.</summary>
internal sealed record UpFirDnForm(
    string Name,
    Func<OpCaseBuilder, Parameter?> Filter,
    int UpX,
    int UpY,
    int DownX,
    int DownY,
    Padding Padding,
    double Gain = 1,
    bool Flip = false,
    int Smallest = 1)
{
    public OpCase Case(Size size) => new(nameof(UpFirDn), $"{Name} {size}", size.Batch, 5e-7, b => Emit(b, size));

    /// <summary>False where the filter is larger than what it is laid on.</summary>
    public bool LeavesSomething(Size size)
    {
        var filter = Filter(new OpCaseBuilder(0, 0, 1));
        return (size.Height * UpY) + Padding.Top + Padding.Bottom >= (filter?.Shape[0] ?? 1)
            && (size.Width * UpX) + Padding.Left + Padding.Right >= (filter?.Shape[^1] ?? 1);
    }

    private TensorId Emit(OpCaseBuilder b, Size size)
    {
        var filter = Filter(b);
        var input = b.Maps(size.Channels, size.Height, size.Width);
        var output = b.Plan.Maps(
            "output",
            size.Channels,
            Extent(size.Height, UpY, DownY, Padding.Top + Padding.Bottom, filter?.Shape[0] ?? 1),
            Extent(size.Width, UpX, DownX, Padding.Left + Padding.Right, filter?.Shape[^1] ?? 1));
        b.Plan.Add(new UpFirDn(input, output, filter, UpX, UpY, DownX, DownY, Padding, Gain, Flip));
        return output;
    }

    /// <summary>Samples that come out along one axis.</summary>
    public static int Extent(int size, int up, int down, int pads, int taps) => (((size * up) + pads - taps) / down) + 1;
}
