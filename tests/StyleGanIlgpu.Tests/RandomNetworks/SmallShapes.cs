using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Tests.RandomNetworks;

/// <summary>Networks that are made and run in no time, with sizes that no vector width divides.</summary>
internal static class SmallShapes
{
    public static readonly StyleGan1Shape One = new()
    {
        ImgResolution = 16,
        ZDim = 20,
        WDim = 24,
        ChannelBase = 100,
        ChannelMax = 13,
        MappingLayers = 2,
    };

    public static readonly StyleGan2Shape Two = new()
    {
        ImgResolution = 16,
        ZDim = 20,
        WDim = 24,
        ChannelBase = 200,
        ChannelMax = 13,
        MappingLayers = 2,
    };

    public static readonly StyleGan3Geometry Three = new()
    {
        ImgResolution = 16,
        ZDim = 20,
        WDim = 24,
        ChannelBase = 120,
        ChannelMax = 9,
        NumLayers = 6,
    };
}
