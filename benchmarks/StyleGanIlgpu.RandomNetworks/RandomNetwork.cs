using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.RandomNetworks;

/// <summary>Checkpoints with random weights of any shape.</summary>
internal static class RandomNetwork
{
    /// <summary>
    /// Official shapes by name: NVIDIA's 1024 networks, and the 256 ones at the channel bases of its published 256 checkpoints.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<ulong, Checkpoint>> Official { get; } = new Dictionary<string, Func<ulong, Checkpoint>>
    {
        ["stylegan2-256"] = seed => StyleGan2(new StyleGan2Shape { ImgResolution = 256, ChannelBase = 16384 }, seed),
        ["stylegan2-1024"] = seed => StyleGan2(new StyleGan2Shape { ImgResolution = 1024 }, seed),
        ["stylegan3-t-256"] = seed => StyleGan3(new StyleGan3Geometry { ImgResolution = 256, ChannelBase = 16384 }, seed),
        ["stylegan3-t-1024"] = seed => StyleGan3(new StyleGan3Geometry { ImgResolution = 1024 }, seed),
        ["stylegan3-r-256"] = seed => StyleGan3(StyleGan3Geometry.R(256, 32768), seed),
        ["stylegan3-r-1024"] = seed => StyleGan3(StyleGan3Geometry.R(1024), seed),
    };

    /// <summary>The official shapes, and those of the generation before.</summary>
    public static IReadOnlyDictionary<string, Func<ulong, Checkpoint>> Named { get; } = new Dictionary<string, Func<ulong, Checkpoint>>(Official)
    {
        ["stylegan1-256"] = seed => StyleGan1(new StyleGan1Shape { ImgResolution = 256 }, seed),
        ["stylegan1-1024"] = seed => StyleGan1(new StyleGan1Shape { ImgResolution = 1024 }, seed),
    };

    /// <summary>A StyleGAN1 network.</summary>
    public static Checkpoint StyleGan1(StyleGan1Shape shape, ulong seed = 0)
    {
        var config = new StyleGan1Config
        {
            ZDim = shape.ZDim,
            CDim = shape.CDim,
            WDim = shape.WDim,
            ImgResolution = shape.ImgResolution,
            ImgChannels = shape.ImgChannels,
            MappingLayers = shape.MappingLayers,
            UseNoise = shape.UseNoise,
            Lod = shape.Lod,
        };
        var tensors = new RandomTensors(seed);
        RandomMapping.Add(tensors, config);
        RandomStyleGan1.Add(tensors, shape);
        return Finish($"random StyleGAN1 {shape.ImgResolution}", config, tensors);
    }

    /// <summary>A StyleGAN2 network.</summary>
    public static Checkpoint StyleGan2(StyleGan2Shape shape, ulong seed = 0)
    {
        var config = new StyleGan2Config
        {
            ZDim = shape.ZDim,
            CDim = shape.CDim,
            WDim = shape.WDim,
            ImgResolution = shape.ImgResolution,
            ImgChannels = shape.ImgChannels,
            MappingLayers = shape.MappingLayers,
            Architecture = shape.Architecture,
            ConvClamp = shape.ConvClamp,
            NumFp16Res = shape.NumFp16Res,
            UseNoise = shape.UseNoise,
            Activation = shape.Activation,
        };
        var tensors = new RandomTensors(seed);
        RandomMapping.Add(tensors, config);
        RandomStyleGan2.Add(tensors, shape);
        return Finish($"random StyleGAN2 {shape.ImgResolution}", config, tensors);
    }

    /// <summary>A StyleGAN3 network.</summary>
    public static Checkpoint StyleGan3(StyleGan3Geometry geometry, ulong seed = 0)
    {
        var config = geometry.ToConfig();
        var tensors = new RandomTensors(seed);
        RandomMapping.Add(tensors, config);
        RandomStyleGan3.Add(tensors, geometry, config);
        return Finish($"random StyleGAN3 {geometry.ImgResolution}", config, tensors);
    }

    private static Checkpoint Finish(string name, NetworkConfig config, RandomTensors tensors) =>
        new(name, "random weights", config, tensors.ToTable(name), new Dictionary<string, string>());
}
