using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Bias, up, leaky ReLU and clamp, down.</summary>
internal static class ReferenceFilteredLeakyRelu
{
    public static Nchw Run(FilteredLeakyRelu op, ReferenceSession session) => Apply(
        session[op.Input],
        FirFilter.Of(op.UpFilter),
        FirFilter.Of(op.DownFilter),
        op.Bias is { } bias ? Nchw.Of(bias).Values : null,
        op.Up,
        op.Down,
        op.Padding,
        op.Gain,
        op.Slope,
        op.Clamp);

    public static Nchw Apply(
        Nchw input,
        FirFilter upFilter,
        FirFilter downFilter,
        double[]? bias,
        int up,
        int down,
        Padding padding,
        double gain,
        double slope,
        double? clamp,
        bool flipFilters = false)
    {
        var biased = ReferenceEpilogue.Apply(input, bias, Activation.Linear, alpha: 0, gain: 1, clamp: null);
        return biased.PlaneByPlane(plane =>
        {
            var raised = ReferenceUpFirDn.Apply(plane, upFilter, up, up, 1, 1, padding, up * up, flipFilters);
            var bent = ReferenceEpilogue.Apply(raised, bias: null, Activation.LeakyRelu, slope, gain, clamp);
            return ReferenceUpFirDn.Apply(bent, downFilter, 1, 1, down, down, default, gain: 1, flipFilters);
        });
    }
}
