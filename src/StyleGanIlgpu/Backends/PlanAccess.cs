using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends;

/// <summary>What every session checks before it takes or gives numbers.</summary>
internal static class PlanAccess
{
    /// <exception cref="ArgumentException">The tensor is no input, or takes another number of values.</exception>
    public static PlanTensor RequireInput(this Plan plan, TensorId input, int length)
    {
        var tensor = plan[input];
        return tensor.IsInput
            ? RequireLength(tensor, length)
            : throw new ArgumentException($"'{tensor.Name}' is no input of the plan.", nameof(input));
    }

    /// <exception cref="ArgumentException">The tensor is no output, holds bytes, or another number of values.</exception>
    public static PlanTensor RequireFloats(this Plan plan, TensorId output, int length)
    {
        var tensor = RequireOutput(plan, output);
        return tensor.Kind != TensorKind.Pixels
            ? RequireLength(tensor, length)
            : throw new ArgumentException($"'{tensor.Name}' holds bytes, not floats.", nameof(output));
    }

    /// <exception cref="ArgumentException">The tensor is no output, holds floats, or another number of values.</exception>
    public static PlanTensor RequirePixels(this Plan plan, TensorId output, int length)
    {
        var tensor = RequireOutput(plan, output);
        return tensor.Kind == TensorKind.Pixels
            ? RequireLength(tensor, length)
            : throw new ArgumentException($"'{tensor.Name}' holds floats, not bytes.", nameof(output));
    }

    private static PlanTensor RequireOutput(Plan plan, TensorId output) =>
        plan.Outputs.Contains(output) ? plan[output] : throw new ArgumentException($"'{plan[output].Name}' is no output of the plan.", nameof(output));

    private static PlanTensor RequireLength(PlanTensor tensor, int length) =>
        length == tensor.Shape.Length
            ? tensor
            : throw new ArgumentException($"'{tensor.Name}' has shape {tensor.Shape}, {tensor.Shape.Length} values, not {length}.", nameof(length));
}
