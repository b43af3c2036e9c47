using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.StateDicts;
using L = StyleGanIlgpu.Weights.Tensorflow.TensorflowLayout;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>
/// StyleGAN2's names and arguments, in pickles of version 4: configurations e and f, ADA's, and b to d, whose picture is read off the last block
/// by a layer that is named as in progressive growing.
/// </summary>
internal static class TensorflowStyleGan2
{
    private static readonly (string Name, bool Only)[] Fixed = [("normalize_latents", true)];

    private static readonly IReadOnlyDictionary<string, TensorflowName> Names = new Dictionary<string, TensorflowName>(StringComparer.Ordinal)
    {
        ["#x#/Const/const"] = new((n, _) => $"b{n}.", "const", L.Constant),
        ["#x#/Skip/weight"] = new((n, _) => $"b{n}.skip.", "weight", L.MirroredKernel),
        ["noise#"] = new((n, _) => n == 0 ? "b4.conv1." : $"b{8L << Math.Min((n - 1) / 2, 32)}.conv{(n - 1) % 2}.", "noise_const", L.Noise),
        ["lod"] = new((_, _) => "", "lod", L.Plain),
    }.Concat(
        from layer in new (string Variable, Func<int, int, string> Name, L Kernel)[]
        {
            ("#x#/Conv", (n, _) => $"b{n}.conv1.", L.Kernel),
            ("#x#/Conv0_up", (n, _) => $"b{n}.conv0.", L.MirroredKernel),
            ("#x#/Conv1", (n, _) => $"b{n}.conv1.", L.Kernel),
            ("#x#/ToRGB", (n, _) => $"b{n}.torgb.", L.Kernel),
            ("ToRGB_lod#", (n, resolution) => $"b{resolution >> Math.Min(n, 31)}.torgb.", L.Kernel),
        }
        from part in new (string Variable, string Name, L Layout)[]
        {
            ("weight", "weight", layer.Kernel),
            ("bias", "bias", L.Plain),
            ("mod_weight", "affine.weight", L.Matrix),
            ("mod_bias", "affine.bias", L.PlusOne),
            ("noise_strength", "noise_strength", L.Plain),
        }
        select KeyValuePair.Create($"{layer.Variable}/{part.Variable}", new TensorflowName(layer.Name, part.Name, part.Layout)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether the variables of a synthesis network are StyleGAN2's: only there convolutions are modulated.</summary>
    public static bool Fits(TensorflowNetwork synthesis) => synthesis.Variables.Any(variable => variable.Key.EndsWith("/mod_weight", StringComparison.Ordinal));

    public static StyleGan2Config Read(TensorflowNetwork network, TensorflowTensors tensors, Dictionary<string, Parameter> into, string source)
    {
        var (mappingNetwork, synthesisNetwork) = (network.Component("mapping")!, network.Component("synthesis")!);
        var mapping = new TensorflowKwargs(source, mappingNetwork, network);
        var synthesis = new TensorflowKwargs(source, synthesisNetwork, network);
        mapping.Require(Fixed);
        var shapes = TensorflowShapes.Of(synthesisNetwork, synthesis, source);
        tensors.Read(synthesisNetwork, "synthesis.", Names, shapes.Resolution, into);
        var isGrowing = synthesisNetwork.Variables.Any(variable => variable.Key.StartsWith("ToRGB_lod", StringComparison.Ordinal));
        if (into.Remove("synthesis.lod", out var lod) && isGrowing && lod is { Values.Length: 1, Scalar: not 0 })
            throw new ModelFormatException($"{source}: the network was stored while it grew (lod is {lod.Scalar}), expected a finished one, whose lod is 0.");
        if (isGrowing)
            KeepLastPicture(into, shapes.Resolution);
        AddFilters(into, synthesis.Taps("resample_kernel", [1, 3, 3, 1]) ?? [1, 1]);
        var (tensorShapes, latents) = (new StyleGan2Shapes(into), TensorflowShapes.Latents(into));
        return new StyleGan2Config
        {
            ZDim = mapping.Whole("latent_size") ?? latents.ZDim,
            CDim = mapping.Whole("label_size") ?? latents.CDim,
            WDim = latents.WDim,
            ImgResolution = shapes.Resolution,
            ImgChannels = shapes.Channels,
            MappingLayers = tensorShapes.MappingLayers,
            MappingLrMultiplier = mapping.Real("mapping_lrmul") ?? 0.01,
            MappingActivation = mapping.Text("mapping_nonlinearity") ?? "lrelu",
            Architecture = tensorShapes.Architecture,
            Activation = synthesis.Text("nonlinearity") ?? "lrelu",
            UseNoise = tensorShapes.UseNoise,
            NumFp16Res = synthesis.Whole("num_fp16_res") ?? 0,
            ConvClamp = synthesis.Real("conv_clamp"),
        };
    }

    // The pictures of the smaller sizes are of use while the network grows only, and would make it look like the skip architecture.
    private static void KeepLastPicture(Dictionary<string, Parameter> parameters, int resolution)
    {
        for (var r = 4; r < resolution; r *= 2)
        {
            foreach (var part in new[] { "weight", "bias", "affine.weight", "affine.bias" })
                parameters.Remove($"synthesis.b{r}.torgb.{part}");
        }
    }

    /// <summary>TensorFlow keeps the resampling filter as an argument, the canonical form in every block and layer.</summary>
    private static void AddFilters(Dictionary<string, Parameter> parameters, double[] taps)
    {
        const string Name = "synthesis.b4.resample_filter";
        parameters[Name] = new Parameter(Name, [taps.Length, taps.Length], SquareFilter.Of(taps));
        ResamplingFilters.Complete(parameters);
    }
}
