using System.Globalization;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights;

/// <summary>What the names and shapes of a StyleGAN2's tensors alone tell about it; for files that don't say it in another way.</summary>
internal sealed class StyleGan2Shapes
{
    private const string Projection = "mapping.embed_proj.weight";

    private readonly IReadOnlyDictionary<string, Parameter> _tensors;

    public StyleGan2Shapes(IReadOnlyDictionary<string, Parameter> tensors)
    {
        _tensors = tensors;
        Resolution = Numbers(tensors.Keys, "synthesis.b").Max();
        MappingLayers = CountMappingLayers(tensors.Keys);
    }

    /// <summary>The largest synthesis.bN; null where there is none, so that the tensors are no StyleGAN2.</summary>
    public int? Resolution { get; }

    public int MappingLayers { get; }

    public int CDim => Extent("mapping.embed.weight", IsClassTable ? 0 : 1) ?? 0;

    public int? ZDim => Extent("mapping.fc0.weight", 1) - (Extent(IsClassTable ? Projection : "mapping.embed.weight", 0) ?? 0);

    public int? WDim => Extent($"synthesis.b{Resolution}.conv1.affine.weight", 1);

    public int? ImgChannels => Extent($"synthesis.b{Resolution}.torgb.weight", 0);

    /// <summary>Only resnet blocks have a skip convolution; only the last block of orig and resnet has a torgb.</summary>
    public string Architecture =>
        _tensors.ContainsKey($"synthesis.b{Resolution}.skip.weight") ? "resnet"
        : _tensors.ContainsKey($"synthesis.b{Resolution / 2}.torgb.weight") || Resolution == 4 ? "skip"
        : "orig";

    public bool UseNoise => _tensors.ContainsKey($"synthesis.b{Resolution}.conv1.noise_strength");

    // StyleGAN-XL has a row of features for each class, which is projected to the width of z.
    private bool IsClassTable => _tensors.ContainsKey(Projection);

    /// <summary>One more than the highest N of mapping.fcN: a gap below it is a missing tensor, not the end.</summary>
    public static int CountMappingLayers(IEnumerable<string> names) => Numbers(names, "mapping.fc").Max() + 1 ?? 0;

    private static IEnumerable<int?> Numbers(IEnumerable<string> names, string prefix)
    {
        foreach (var name in names)
        {
            var end = name.IndexOf('.', Math.Min(name.Length, prefix.Length));
            if (end > 0 && name.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length, end - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number < int.MaxValue)
            {
                yield return number;
            }
        }
    }

    private int? Extent(string name, int axis) =>
        _tensors.TryGetValue(name, out var tensor) && axis < tensor.Shape.Length ? tensor.Shape[axis] : null;
}
