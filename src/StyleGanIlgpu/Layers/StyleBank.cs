using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Layers;

/// <summary>
/// The space S of a network: every layer's style stands in one vector, every demodulation coefficient in another, so that all affines are
/// one op and all coefficients a second one. Layers reserve their slices when they are bound.
/// </summary>
internal sealed class StyleBank(int wDim)
{
    private readonly List<StyleSlice> styles = [];
    private readonly List<DemodulationSlice> demodulations = [];
    private int styleLength;
    private int demodulationLength;

    /// <summary>Reserves a style of the affine's width and gives its offset in S.</summary>
    public int AddStyle(int wsRow, Parameter weight, Parameter bias, double gain = 1, bool normalize = false)
    {
        var offset = styleLength;
        styles.Add(new StyleSlice(wsRow, offset, weight, 1 / Math.Sqrt(wDim), bias, Gain: gain, Normalize: normalize));
        styleLength += weight.Shape[0];
        return offset;
    }

    /// <summary>Reserves the coefficients of a convolution's weights [out, in, k, k] and gives their offset.</summary>
    public int AddDemodulation(int styleOffset, Parameter weight, double gain = 1, bool normalizeWeight = false)
    {
        var offset = demodulationLength;
        demodulations.Add(new DemodulationSlice(styleOffset, offset, weight, normalizeWeight, gain));
        demodulationLength += weight.Shape[0];
        return offset;
    }

    /// <summary>Adds both ops to a plan.</summary>
    public StyleTensors Emit(PlanBuilder plan, TensorId ws)
    {
        var s = plan.Rows("styles", styleLength);
        plan.Add(new StyleAffines(ws, s, wDim, styles));
        if (demodulations.Count == 0)
            return new StyleTensors(s, null);
        var d = plan.Rows("demodulation", demodulationLength);
        plan.Add(new Demodulations(s, d, demodulations));
        return new StyleTensors(s, d);
    }
}

/// <summary>S and the demodulation coefficients within one plan.</summary>
internal readonly record struct StyleTensors(TensorId Styles, TensorId? Demodulation);
