using System.Numerics;
using System.Runtime.CompilerServices;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights;

/// <summary>
/// The ranges in which a configuration makes sense, wide enough for any real network. Checked once where a file is read, so that no model
/// meets a size that makes its arithmetic overflow. Whether the tensors fit is the model's to check.
/// </summary>
internal static class ConfigRules
{
    private const int Widest = 1 << 16;

    /// <exception cref="ModelFormatException">A value is out of range; the message names it.</exception>
    public static T Check<T>(T config, string source)
        where T : NetworkConfig
    {
        Within(config.ZDim, 1, Widest, source);
        Within(config.CDim, 0, 1 << 20, source);
        Within(config.WDim, 1, Widest, source);
        Within(config.ImgResolution, 4, 1 << 14, source);
        Within(config.ImgChannels, 1, 1024, source);
        Within(config.MappingLayers, 1, 64, source);
        Within(config.MappingLrMultiplier, 1e-6, 1e3, source);
        if (config is StyleGan1Config stylegan1)
            Check(stylegan1, source);
        if (config is StyleGan2Config stylegan2)
            Check(stylegan2, source);
        if (config is StyleGan3Config stylegan3)
            Check(stylegan3, source);
        return config;
    }

    private static void Check(StyleGan1Config config, string source)
    {
        Within(config.Lod, 0, BitOperations.Log2((uint)config.ImgResolution) - 2, source);
        Within(config.TruncationPsi, -1e6, 1e6, source);
        Within(config.TruncationCutoff, 0, int.MaxValue, source);
    }

    private static void Check(StyleGan2Config config, string source)
    {
        if (config.Architecture is not ("skip" or "resnet" or "orig"))
            throw new ModelFormatException($"{source}: the architecture is '{config.Architecture}', expected skip, resnet or orig.");
        Within(config.NumFp16Res, 0, 32, source);
        Clamp(config.ConvClamp, source);
    }

    private static void Check(StyleGan3Config config, string source)
    {
        Within(config.OutputScale, -1e6, 1e6, source);
        Within(config.Input.Channels, 1, Widest, source);
        Sizes(config.Input.Size, source);
        Within(config.Input.SamplingRate, 1e-3, 1e6, source);
        Within(config.Input.Bandwidth, 0, 1e6, source);
        Within(config.Layers.Count, 1, 256, source);
        foreach (var layer in config.Layers)
        {
            var where = $"{source}: layer '{layer.Name}'";
            Within(layer.InChannels, 1, Widest, where);
            Within(layer.OutChannels, 1, Widest, where);
            Sizes(layer.InSize, where);
            Sizes(layer.OutSize, where);
            Within(layer.InSamplingRate, 0, 1e6, where);
            Within(layer.OutSamplingRate, 0, 1e6, where);
            Within(layer.ConvKernel, 1, 15, where);
            Within(layer.UpFactor, 1, 16, where);
            Within(layer.DownFactor, 1, 16, where);
            Clamp(layer.ConvClamp, where);
            Count(layer.Padding, 4, where);
            foreach (var padding in layer.Padding)
                Within(padding, -4096, 4096, where, nameof(layer.Padding));
        }
    }

    private static void Sizes(int[] sizes, string source, [CallerArgumentExpression(nameof(sizes))] string name = "")
    {
        Count(sizes, 2, source, name);
        foreach (var size in sizes)
            Within(size, 1, 1 << 14, source, name);
    }

    private static void Count(int[] values, int count, string source, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values.Length != count)
            throw new ModelFormatException($"{source}: {Last(name)} has {values.Length} values, expected {count}.");
    }

    private static void Clamp(double? clamp, string source)
    {
        if (clamp is { } value)
            Within(value, 1e-30, 1e30, source, "ConvClamp");
    }

    // NaN is within nothing.
    private static void Within(double value, double least, double most, string source, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= least && value <= most))
            throw new ModelFormatException(FormattableString.Invariant($"{source}: {Last(name)} is {value}, expected {least} to {most}."));
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
