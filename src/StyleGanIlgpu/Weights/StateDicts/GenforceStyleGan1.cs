using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The StyleGAN1 generator of the genforce program. It keeps what TensorFlow held, kernels with the axes in PyTorch's order and no more: they
/// are scaled at run time, and those that up-sample are correlated with the nearest neighbours of small maps, convolved with large ones.
/// </summary>
internal static class GenforceStyleGan1
{
    private const string Generator = "a StyleGAN1 generator of the genforce program";

    private const string BlurKernel = "blur.kernel";

    private static readonly float[] Blur = [0.25f, 0.5f, 0.25f];

    private static readonly (string Theirs, string Ours, int Axes)[] Parts =
    [
        ("bias", "bias", 1),
        ("style.weight", "affine.weight", 2),
        ("style.bias", "affine.bias", 1),
        ("apply_noise.weight", "noise_strength", 1),
        ("apply_noise.noise", "noise_const", 2),
    ];

    /// <exception cref="ModelFormatException">A tensor is damaged, misshapen, or not of such a generator.</exception>
    public static StateDictNetwork Read(StateDict theirs)
    {
        var blocks = SynthesisBlocks.Checked(1 + theirs.Count(i => $"synthesis.layer{(2 * i) + 2}.weight"), theirs.Source);
        var tensors = NameMap.Apply(theirs, GenforceMapping.Table(theirs).Concat(Table(blocks)), Generator);
        TakeBlur(tensors, blocks, theirs.Source);
        tensors.Remove("synthesis.lod", out var lod);
        var shapes = new StyleGan2Shapes(tensors);
        var config = new StyleGan1Config
        {
            ZDim = shapes.ZDim ?? throw Missing("mapping.dense0.weight"),
            CDim = shapes.CDim,
            WDim = shapes.WDim ?? throw Missing($"synthesis.layer{(2 * blocks) - 1}.style.weight"),
            ImgResolution = shapes.Resolution ?? throw Missing("synthesis.layer0.const"),
            ImgChannels = shapes.ImgChannels ?? throw Missing($"synthesis.output{blocks - 1}.weight"),
            MappingLayers = shapes.MappingLayers,
            Lod = lod?.Scalar ?? 0,
        };
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["state_dict"] = "tensors only; supposed: mapping lr_multiplier 0.01, activation lrelu, fused_scale auto, truncation 0.7 of the first 8 rows",
        };
        return new StateDictNetwork(config, tensors, notes);

        ModelFormatException Missing(string name) => new($"{theirs.Source}: tensor '{name}' is missing or misshapen, without which the network's size isn't known.");
    }

    private static IEnumerable<TensorRule> Table(int blocks)
    {
        yield return new("synthesis.lod", "synthesis.lod", 0);
        yield return new("synthesis.layer0.const", "synthesis.b4.const", 3);
        for (var i = 0; i < blocks; i++)
        {
            var block = SynthesisBlocks.Name(i);
            var (first, second) = ($"synthesis.layer{2 * i}", $"synthesis.layer{(2 * i) + 1}");
            foreach (var rule in Layer(first, $"{block}.conv0").Concat(Layer(second, $"{block}.conv1")))
                yield return rule;
            yield return new($"{second}.weight", $"{block}.conv1.weight", 4);
            yield return new($"synthesis.output{i}.weight", $"{block}.torgb.weight", 4);
            yield return new($"synthesis.output{i}.bias", $"{block}.torgb.bias", 1);
            if (i == 0)
                continue;
            yield return new($"{first}.weight", $"{block}.conv0.weight", 4, StyleGan1Kernels.AreMirrored(4 << i) ? TensorChange.Turned : TensorChange.None);
            yield return new($"{first}.{BlurKernel}", $"{block}.conv0.{BlurKernel}", 4);
        }
    }

    private static IEnumerable<TensorRule> Layer(string theirs, string ours) =>
        Parts.Select(part => new TensorRule($"{theirs}.{part.Theirs}", $"{ours}.{part.Ours}", part.Axes));

    // The program has the blur once for every channel of every layer that up-samples, and always the same.
    private static void TakeBlur(Dictionary<string, Parameter> tensors, int blocks, string source)
    {
        var square = SquareFilter.Of(1, 2, 1);
        for (var i = 1; i < blocks; i++)
        {
            tensors.Remove($"{SynthesisBlocks.Name(i)}.conv0.{BlurKernel}", out var kernels);
            for (var rest = kernels is null ? [] : kernels.Span; !rest.IsEmpty; rest = rest[square.Length..])
            {
                if (!rest.StartsWith(square))
                    throw new ModelFormatException($"{source}: tensor 'synthesis.layer{2 * i}.{BlurKernel}' isn't the blur of StyleGAN1, expected [1, 2, 1] both ways at unit sum for every channel.");
            }
        }

        tensors["synthesis.blur_filter"] = new Parameter("synthesis.blur_filter", [Blur.Length], Blur);
    }
}
