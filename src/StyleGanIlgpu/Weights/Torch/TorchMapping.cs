using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>What the mapping network's modules say about themselves, the same in StyleGAN2 and StyleGAN3.</summary>
/// <param name="Layers">How many layers it says it has; null where it doesn't.</param>
/// <param name="LrMultiplier">Scale of the layers' weights and biases at run time.</param>
/// <param name="Activation">Official name.</param>
internal sealed record TorchMapping(int? Layers, double LrMultiplier, string Activation)
{
    private const double OfficialLrMultiplier = 0.01;

    public static TorchMapping Read(TorchModule mapping, string source)
    {
        var layers = mapping.Children.Where(child => child.Key.StartsWith("fc", StringComparison.Ordinal)).ToList();
        // A layer's bias gain is its lr_multiplier; the keyword arguments are the second choice, the official default the last.
        var multipliers = layers.Select(layer => Multiplier(layer.Key, layer.Value)).Distinct().ToList();
        var activations = layers.Select(layer => Attributes(layer.Key, layer.Value).OptionalText("activation") ?? "lrelu").Distinct().ToList();
        var count = new TorchAttributes(source, "mapping", mapping).OptionalInteger("num_layers");
        return multipliers.Count <= 1 && activations.Count <= 1
            ? new TorchMapping(count, multipliers.FirstOrDefault(OfficialLrMultiplier), activations.FirstOrDefault("lrelu"))
            : throw new ModelFormatException($"{source}: the layers of the mapping network differ in lr_multiplier or activation, expected equal ones.");

        double Multiplier(string name, TorchModule layer)
        {
            var attributes = Attributes(name, layer);
            var value = attributes.OptionalReal("bias_gain") ?? attributes.OptionalReal("lr_multiplier")
                ?? NumpyValues.Number(mapping.InitKwargs["lr_multiplier"]) ?? OfficialLrMultiplier;
            return value;
        }

        TorchAttributes Attributes(string name, TorchModule layer) => new(source, $"mapping.{name}", layer);
    }
}
