using System.Collections.Frozen;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Layers;

/// <summary>The official names of activations, each with the slope and the gain that it has unless told otherwise.</summary>
internal static class Activations
{
    private static readonly FrozenDictionary<string, Epilogue> ByName = new Dictionary<string, Epilogue>
    {
        ["linear"] = new(Activation: Activation.Linear),
        ["relu"] = new(Activation: Activation.Relu, Gain: Math.Sqrt(2)),
        ["lrelu"] = new(Activation: Activation.LeakyRelu, Alpha: 0.2, Gain: Math.Sqrt(2)),
        ["tanh"] = new(Activation: Activation.Tanh),
        ["sigmoid"] = new(Activation: Activation.Sigmoid),
        ["elu"] = new(Activation: Activation.Elu),
        ["selu"] = new(Activation: Activation.Selu),
        ["softplus"] = new(Activation: Activation.Softplus),
        ["swish"] = new(Activation: Activation.Swish, Gain: Math.Sqrt(2)),
    }.ToFrozenDictionary();

    /// <summary>The epilogue of an activation, without bias and clamp.</summary>
    /// <exception cref="ModelFormatException">The name isn't one of the nine.</exception>
    public static Epilogue Find(string source, string name) =>
        ByName.TryGetValue(name, out var epilogue)
            ? epilogue
            : throw new ModelFormatException(
                $"{source}: activation '{name}' isn't known, expected one of {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
}
