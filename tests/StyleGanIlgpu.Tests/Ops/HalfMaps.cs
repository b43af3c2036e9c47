using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// A case with all its maps in float16: they may be kept so, and those that come from outside, which are float32, are copied to others by an
/// op that changes nothing. Their numbers are rounded before, so that the copy is exact.
/// </summary>
internal static class HalfMaps
{
    /// <summary>Half the distance of two neighbouring numbers of float16, relative: what storing the output adds to an engine's error.</summary>
    public const double Rounding = 1.0 / 2048;

    public static OpCaseInstance InHalf(this OpCaseInstance instance)
    {
        var plan = instance.Plan;
        var tensors = plan.Tensors.Select(tensor => tensor.Kind == TensorKind.Maps ? tensor with { Half = HalfUse.ByName, IsInput = false } : tensor).ToList();
        var inputs = new Dictionary<TensorId, float[]>();
        var copies = new List<PlanOp>();
        foreach (var (input, values) in instance.Inputs)
        {
            if (plan[input].Kind != TensorKind.Maps)
            {
                inputs.Add(input, values);
                continue;
            }
            var outside = new TensorId(tensors.Count);
            tensors.Add(plan[input] with { Id = outside, Name = $"{plan[input].Name}.outside" });
            copies.Add(new FilteredLeakyRelu(outside, input, null, null, null, 1, 1, default, Gain: 1, Slope: 1, Clamp: null));
            inputs.Add(outside, Array.ConvertAll(values, value => (float)(Half)value));
        }
        return new OpCaseInstance(new Plan(plan.Batch, tensors, [.. copies, .. plan.Ops], plan.Outputs), inputs, instance.Output);
    }
}
