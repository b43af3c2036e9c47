using L = StyleGanIlgpu.Weights.Tensorflow.TensorflowLayout;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>The names of the mapping network, and what stands beside it, in both generations.</summary>
internal static class TensorflowMapping
{
    /// <summary>The variables of the component "mapping".</summary>
    public static IReadOnlyDictionary<string, TensorflowName> Names { get; } = new Dictionary<string, TensorflowName>(StringComparer.Ordinal)
    {
        ["Dense#/weight"] = new((n, _) => $"fc{n}.", "weight", L.Matrix),
        ["Dense#/bias"] = new((n, _) => $"fc{n}.", "bias", L.Plain),

        // A plain matrix, in StyleGAN1 and 2.
        ["LabelConcat/weight"] = new((_, _) => "embed.", "weight", L.Matrix),

        // A fully connected layer, in StyleGAN2-ADA.
        ["LabelEmbed/weight"] = new((_, _) => "embed.", "weight", L.Matrix),
        ["LabelEmbed/bias"] = new((_, _) => "embed.", "bias", L.Plain),
    };

    /// <summary>The variables of the generator itself.</summary>
    public static IReadOnlyDictionary<string, TensorflowName> OwnNames { get; } = new Dictionary<string, TensorflowName>(StringComparer.Ordinal)
    {
        ["dlatent_avg"] = new((_, _) => "", "w_avg", L.Plain),
    };
}
