using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Layers;

/// <summary>Doubles a feature map with a resampling filter, the picture staying where it is.</summary>
internal static class ImageUpsampling
{
    public static TensorId Emit(PlanBuilder plan, TensorId x, Parameter filter, string name, HalfUse half = HalfUse.Never)
    {
        var shape = plan.Shape(x);
        var taps = filter.Shape[^1];
        var (before, after) = ((taps + 1) / 2, (taps - 2) / 2);
        var output = plan.Maps(name, shape.Channels, shape.Height * 2, shape.Width * 2, half);
        plan.Add(new UpFirDn(x, output, filter, 2, 2, 1, 1, new Padding(before, after, before, after), Gain: 4));
        return output;
    }
}
