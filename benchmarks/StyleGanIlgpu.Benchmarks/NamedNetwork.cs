using System.Globalization;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>Networks by name: the official shapes, and stylegan2-R-B, StyleGAN2 of R x R pixels with channel base B.</summary>
internal static class NamedNetwork
{
    /// <summary>The network's maker; null where there is none of this name.</summary>
    public static Func<ulong, Checkpoint>? Find(string name)
    {
        if (RandomNetwork.Named.TryGetValue(name, out var official))
            return official;
        if (name.Split('-') is not ["stylegan2", var resolution, var channelBase] || !TryPower(resolution, out var pixels) || !TryPower(channelBase, out var channels))
            return null;
        return seed => RandomNetwork.StyleGan2(new StyleGan2Shape { ImgResolution = pixels, ChannelBase = channels }, seed);
    }

    private static bool TryPower(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 8 and <= 1 << 20 && int.IsPow2(value);
}
