using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using L = StyleGanIlgpu.Weights.Tensorflow.TensorflowLayout;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>StyleGAN1's names and arguments: pickles of version 3, and configuration a of StyleGAN2's of version 4.</summary>
internal static class TensorflowStyleGan1
{
    private static readonly (string Name, bool Only)[] Fixed =
    [
        ("use_wscale", true), ("use_styles", true), ("use_instance_norm", true), ("use_pixel_norm", false), ("const_input_layer", true), ("normalize_latents", true),
    ];

    private static readonly IReadOnlyDictionary<string, TensorflowName> Names = new Dictionary<string, TensorflowName>(StringComparer.Ordinal)
    {
        ["#x#/Const/const"] = new(Block, "const", L.Constant),
        ["#x#/Const/Noise/weight"] = new(Conv0, "noise_strength", L.Plain),
        ["#x#/Const/bias"] = new(Conv0, "bias", L.Plain),
        ["#x#/Const/StyleMod/weight"] = new(Conv0, "affine.weight", L.Matrix),
        ["#x#/Const/StyleMod/bias"] = new(Conv0, "affine.bias", L.Plain),
        ["#x#/Conv/weight"] = new(Conv1, "weight", L.Kernel),
        ["#x#/Conv/Noise/weight"] = new(Conv1, "noise_strength", L.Plain),
        ["#x#/Conv/bias"] = new(Conv1, "bias", L.Plain),
        ["#x#/Conv/StyleMod/weight"] = new(Conv1, "affine.weight", L.Matrix),
        ["#x#/Conv/StyleMod/bias"] = new(Conv1, "affine.bias", L.Plain),
        ["#x#/Conv0_up/weight"] = new(Conv0, "weight", L.Kernel),
        ["#x#/Conv0_up/Noise/weight"] = new(Conv0, "noise_strength", L.Plain),
        ["#x#/Conv0_up/bias"] = new(Conv0, "bias", L.Plain),
        ["#x#/Conv0_up/StyleMod/weight"] = new(Conv0, "affine.weight", L.Matrix),
        ["#x#/Conv0_up/StyleMod/bias"] = new(Conv0, "affine.bias", L.Plain),
        ["#x#/Conv1/weight"] = new(Conv1, "weight", L.Kernel),
        ["#x#/Conv1/Noise/weight"] = new(Conv1, "noise_strength", L.Plain),
        ["#x#/Conv1/bias"] = new(Conv1, "bias", L.Plain),
        ["#x#/Conv1/StyleMod/weight"] = new(Conv1, "affine.weight", L.Matrix),
        ["#x#/Conv1/StyleMod/bias"] = new(Conv1, "affine.bias", L.Plain),
        ["ToRGB_lod#/weight"] = new(Torgb, "weight", L.Kernel),
        ["ToRGB_lod#/bias"] = new(Torgb, "bias", L.Plain),
        ["noise#"] = new((n, _) => $"b{4L << Math.Min(n / 2, 32)}.conv{n % 2}.", "noise_const", L.Noise),
        ["lod"] = new((_, _) => "", "lod", L.Plain),
    };

    /// <summary>Whether the variables of a synthesis network are StyleGAN1's: only there styles come in through a layer of this name.</summary>
    public static bool Fits(TensorflowNetwork synthesis) => synthesis.Variables.Any(variable => variable.Key.Contains("/StyleMod/", StringComparison.Ordinal));

    public static StyleGan1Config Read(TensorflowNetwork network, TensorflowTensors tensors, Dictionary<string, Parameter> into, string source)
    {
        var (mappingNetwork, synthesisNetwork) = (network.Component("mapping")!, network.Component("synthesis")!);
        var mapping = new TensorflowKwargs(source, mappingNetwork, network);
        var synthesis = new TensorflowKwargs(source, synthesisNetwork, network);
        mapping.Require(Fixed);
        synthesis.Require(Fixed);
        var shapes = TensorflowShapes.Of(synthesisNetwork, synthesis, source);
        tensors.Read(synthesisNetwork, "synthesis.", Names, shapes.Resolution, into);
        MirrorPlainUpsampling(into, shapes.Resolution, synthesis);
        var blur = synthesis.Taps("blur_filter", [1, 2, 1]) ?? [1];
        into["synthesis.blur_filter"] = new Parameter("synthesis.blur_filter", [blur.Length], Array.ConvertAll(blur, tap => (float)(tap / blur.Sum())));
        into.Remove("synthesis.lod", out var lod);
        var whole = new TensorflowKwargs(source, network);
        var latents = TensorflowShapes.Latents(into);
        return new StyleGan1Config
        {
            ZDim = mapping.Whole("latent_size") ?? latents.ZDim,
            CDim = mapping.Whole("label_size") ?? latents.CDim,
            WDim = latents.WDim,
            ImgResolution = shapes.Resolution,
            ImgChannels = shapes.Channels,
            MappingLayers = StyleGan2Shapes.CountMappingLayers(into.Keys),
            MappingLrMultiplier = mapping.Real("mapping_lrmul") ?? 0.01,
            MappingActivation = mapping.Text("mapping_nonlinearity") ?? "lrelu",
            Activation = synthesis.Text("nonlinearity") ?? "lrelu",
            UseNoise = synthesis.Flag("use_noise", true),
            Lod = lod is { Values.Length: 1 } ? lod.Scalar : 0,
            TruncationPsi = whole.IsGiven("truncation_psi") ? whole.Real("truncation_psi") ?? 1 : 0.7,
            TruncationCutoff = Math.Max(0, whole.IsGiven("truncation_cutoff") ? whole.Whole("truncation_cutoff") ?? 0 : 8),
        };
    }

    private static string Block(int n, int resolution) => $"b{n}.";

    private static string Conv0(int n, int resolution) => $"b{n}.conv0.";

    private static string Conv1(int n, int resolution) => $"b{n}.conv1.";

    // Counted from the full size downwards.
    private static string Torgb(int n, int resolution) => $"b{resolution >> Math.Min(n, 31)}.torgb.";

    /// <summary>Turns the kernels that are stored the other way round, by the resolution or as <c>fused_scale</c> says.</summary>
    private static void MirrorPlainUpsampling(Dictionary<string, Parameter> parameters, int resolution, TensorflowKwargs synthesis)
    {
        var isFused = synthesis.Choice("fused_scale");
        for (var r = 8; r <= resolution; r *= 2)
        {
            var name = $"synthesis.b{r}.conv0.weight";
            if (!(isFused ?? !StyleGan1Kernels.AreMirrored(r)) && parameters.TryGetValue(name, out var weight))
                parameters[name] = weight.Mirrored();
        }
    }
}
