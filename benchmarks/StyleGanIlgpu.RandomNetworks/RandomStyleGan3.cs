using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.RandomNetworks;

/// <summary>The tensors of StyleGAN3's synthesis, filters and Fourier features included.</summary>
internal static class RandomStyleGan3
{
    public static void Add(RandomTensors tensors, StyleGan3Geometry geometry, StyleGan3Config config)
    {
        AddInput(tensors, config);
        foreach (var layer in config.Layers)
        {
            var prefix = $"synthesis.{layer.Name}";
            // torgb isn't demodulated: its scale is that of the picture, which thereby mostly stays within [-1, 1].
            tensors.Normal(
                $"{prefix}.weight", [layer.OutChannels, layer.InChannels, layer.ConvKernel, layer.ConvKernel], scale: layer.IsTorgb ? 1.25 : 1);
            tensors.Normal($"{prefix}.bias", [layer.OutChannels], scale: 0.1);
            tensors.Normal($"{prefix}.magnitude_ema", [], scale: 0.02, mean: 1);
            tensors.Affine(prefix, layer.InChannels, config.WDim);
            if (!layer.IsTorgb)
                AddFilters(tensors, geometry, layer, prefix);
        }
    }

    private static void AddInput(RandomTensors tensors, StyleGan3Config config)
    {
        var channels = config.Input.Channels;
        tensors.Normal("synthesis.input.weight", [channels, channels]);
        tensors.Normal("synthesis.input.phases", [channels], scale: 0.3);
        // The band is the disc |f| <= bandwidth; some frequencies lie outside, where they are damped.
        tensors.Normal("synthesis.input.freqs", [channels, 2], scale: config.Input.Bandwidth / 2);
        // The learned rotation and shift: near none, but not none.
        tensors.Normal("synthesis.input.affine.weight", [4, config.WDim], scale: 0.2);
        tensors.Exactly("synthesis.input.affine.bias", [4], [0.9f, 0.2f, 0.05f, -0.1f]);
        tensors.Exactly("synthesis.input.transform", [3, 3], [0.995f, -0.1f, 0.02f, 0.1f, 0.995f, -0.03f, 0, 0, 1]);
    }

    private static void AddFilters(RandomTensors tensors, StyleGan3Geometry geometry, StyleGan3LayerConfig layer, string prefix)
    {
        var rate = layer.InSamplingRate * layer.UpFactor;
        var upTaps = geometry.Taps(layer.UpFactor);
        var downTaps = geometry.Taps(layer.DownFactor);
        if (upTaps > 1)
            tensors.Exactly($"{prefix}.up_filter", [upTaps], FilterDesign.LowPass(upTaps, layer.InCutoff, layer.InHalfWidth * 2, rate));
        if (downTaps == 1)
            return;
        if (layer.DownRadial)
        {
            tensors.Exactly(
                $"{prefix}.down_filter", [downTaps, downTaps], FilterDesign.RadialLowPass(downTaps, layer.OutCutoff, layer.OutHalfWidth * 2, rate));
        }
        else
        {
            tensors.Exactly($"{prefix}.down_filter", [downTaps], FilterDesign.LowPass(downTaps, layer.OutCutoff, layer.OutHalfWidth * 2, rate));
        }
    }
}
