namespace StyleGanIlgpu.RandomNetworks;

/// <summary>The tensors of StyleGAN2's synthesis.</summary>
internal static class RandomStyleGan2
{
    public static void Add(RandomTensors tensors, StyleGan2Shape shape)
    {
        var inChannels = 0;
        var (height, width) = shape.Constant;
        for (var resolution = 4; resolution <= shape.ImgResolution; resolution *= 2)
        {
            var channels = shape.Channels(resolution);
            var block = $"synthesis.b{resolution}";
            AddFilter(tensors, block);
            if (resolution == 4)
            {
                tensors.Normal($"{block}.const", [channels, height, width]);
            }
            else
            {
                (height, width) = (height * 2, width * 2);
                AddLayer(tensors, shape, $"{block}.conv0", inChannels, channels, height, width);
            }
            AddLayer(tensors, shape, $"{block}.conv1", channels, channels, height, width);
            if (shape.Architecture == "resnet" && resolution > 4)
            {
                tensors.Normal($"{block}.skip.weight", [channels, inChannels, 1, 1]);
                AddFilter(tensors, $"{block}.skip");
            }
            if (shape.Architecture == "skip" || resolution == shape.ImgResolution)
                AddTorgb(tensors, shape, $"{block}.torgb", channels);
            inChannels = channels;
        }
    }

    private static void AddLayer(
        RandomTensors tensors, StyleGan2Shape shape, string prefix, int inChannels, int outChannels, int height, int width)
    {
        tensors.Normal($"{prefix}.weight", [outChannels, inChannels, 3, 3]);
        tensors.Normal($"{prefix}.bias", [outChannels], scale: 0.1);
        tensors.Affine(prefix, inChannels, shape.WDim);
        AddFilter(tensors, prefix);
        if (shape.UseNoise)
        {
            tensors.Normal($"{prefix}.noise_const", [height, width]);
            tensors.Normal($"{prefix}.noise_strength", [], scale: 0.02, mean: 0.15);
        }
    }

    // Small enough that the picture, in skip networks a sum over all resolutions, mostly stays within [-1, 1].
    private static void AddTorgb(RandomTensors tensors, StyleGan2Shape shape, string prefix, int channels)
    {
        tensors.Normal($"{prefix}.weight", [shape.ImgChannels, channels, 1, 1], scale: shape.Architecture == "skip" ? 0.15 : 0.4);
        tensors.Normal($"{prefix}.bias", [shape.ImgChannels], scale: 0.03);
        tensors.Affine(prefix, channels, shape.WDim);
    }

    private static void AddFilter(RandomTensors tensors, string prefix)
    {
        float[] taps = [1, 3, 3, 1];
        tensors.Exactly($"{prefix}.resample_filter", [4, 4], [.. from y in taps from x in taps select y * x / 64]);
    }
}
