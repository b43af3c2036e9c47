namespace StyleGanIlgpu.RandomNetworks;

/// <summary>The tensors of StyleGAN1's synthesis.</summary>
internal static class RandomStyleGan1
{
    public static void Add(RandomTensors tensors, StyleGan1Shape shape)
    {
        var inChannels = 0;
        var (height, width) = shape.Constant;
        tensors.Exactly("synthesis.blur_filter", [3], [0.25f, 0.5f, 0.25f]);
        for (var resolution = 4; resolution <= shape.ImgResolution; resolution *= 2)
        {
            var channels = shape.Channels(resolution);
            var block = $"synthesis.b{resolution}";
            if (resolution == 4)
            {
                tensors.Normal($"{block}.const", [channels, height, width]);
            }
            else
            {
                (height, width) = (height * 2, width * 2);
                tensors.Normal($"{block}.conv0.weight", [channels, inChannels, 3, 3]);
            }
            AddEpilogue(tensors, shape, $"{block}.conv0", channels, height, width);
            tensors.Normal($"{block}.conv1.weight", [channels, channels, 3, 3]);
            AddEpilogue(tensors, shape, $"{block}.conv1", channels, height, width);
            tensors.Normal($"{block}.torgb.weight", [shape.ImgChannels, channels, 1, 1], scale: 0.4);
            tensors.Normal($"{block}.torgb.bias", [shape.ImgChannels], scale: 0.03);
            inChannels = channels;
        }
    }

    private static void AddEpilogue(RandomTensors tensors, StyleGan1Shape shape, string prefix, int channels, int height, int width)
    {
        tensors.Normal($"{prefix}.bias", [channels], scale: 0.1);
        // Scales are stored less 1, shifts as they are.
        tensors.Normal($"{prefix}.affine.weight", [2 * channels, shape.WDim], scale: 0.3);
        tensors.Normal($"{prefix}.affine.bias", [2 * channels], scale: 0.1);
        if (shape.UseNoise)
        {
            tensors.Normal($"{prefix}.noise_const", [height, width]);
            tensors.Normal($"{prefix}.noise_strength", [channels], scale: 0.2);
        }
    }
}
