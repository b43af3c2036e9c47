using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.RandomNetworks;

/// <summary>The tensors of a mapping network, whose layers are as wide as w.</summary>
internal static class RandomMapping
{
    public static void Add(RandomTensors tensors, NetworkConfig config)
    {
        var features = config.ZDim;
        if (config.CDim > 0)
        {
            tensors.Normal("mapping.embed.weight", [config.WDim, config.CDim]);
            // StyleGAN1's embedding is a plain matrix.
            if (config is not StyleGan1Config)
                tensors.Normal("mapping.embed.bias", [config.WDim], scale: 0.1);
            features += config.WDim;
        }
        for (var i = 0; i < config.MappingLayers; i++)
        {
            // Stored weights are as much larger as the learning rate is smaller.
            tensors.Normal($"mapping.fc{i}.weight", [config.WDim, features], scale: 1 / config.MappingLrMultiplier);
            tensors.Normal($"mapping.fc{i}.bias", [config.WDim], scale: 0.1 / config.MappingLrMultiplier);
            features = config.WDim;
        }
        tensors.Normal("mapping.w_avg", [config.WDim], scale: 0.3);
    }
}
