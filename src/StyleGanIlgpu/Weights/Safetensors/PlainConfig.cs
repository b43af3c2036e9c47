using System.Globalization;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>
/// The configuration of files that others wrote: official tensor names, and plain metadata such as "family": "stylegan2",
/// "mapping_lr_mul": "0.01", "conv_clamp": "256" or "none". What the tensors tell needn't be said; those three can't be told from them.
/// </summary>
internal sealed class PlainConfig(IReadOnlyDictionary<string, string> metadata, string source)
{
    private static readonly string[] Needed = ["family", "mapping_lr_mul", "conv_clamp"];

    /// <exception cref="ModelFormatException">Something is missing or has no sense.</exception>
    public static NetworkConfig Read(IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, Parameter> tensors, string source) =>
        new PlainConfig(metadata, source).Read(tensors);

    private StyleGan2Config Read(IReadOnlyDictionary<string, Parameter> tensors)
    {
        var shapes = new StyleGan2Shapes(tensors);
        if (shapes.Resolution is null && !tensors.ContainsKey("synthesis.input.freqs"))
            throw new ModelFormatException($"{source}: no StyleGAN: neither metadata '{NetworkConfigJson.Key}' nor tensors named as in official networks ('synthesis.b4.const').");
        if (shapes.Resolution is null || Text("family") is not (null or "stylegan2"))
        {
            throw new ModelFormatException(
                $"{source}: the metadata '{NetworkConfigJson.Key}' is missing, without which only StyleGAN2 can be read, not the family '{Text("family") ?? "stylegan3"}'.");
        }

        string[] missing = [.. Needed.Where(key => !metadata.ContainsKey(key))];
        if (missing.Length > 0)
            throw new ModelFormatException($"{source}: the metadata lacks {string.Join(", ", missing.Select(key => $"'{key}'"))} (or '{NetworkConfigJson.Key}' for all).");
        return new StyleGan2Config
        {
            ZDim = Whole("z_dim") ?? shapes.ZDim ?? throw Missing("z_dim"),
            CDim = Whole("c_dim") ?? shapes.CDim,
            WDim = Whole("w_dim") ?? shapes.WDim ?? throw Missing("w_dim"),
            ImgResolution = Whole("resolution") ?? Whole("img_resolution") ?? shapes.Resolution.Value,
            ImgChannels = Whole("img_channels") ?? shapes.ImgChannels ?? throw Missing("img_channels"),
            MappingLayers = Whole("num_mapping_layers") ?? shapes.MappingLayers,
            MappingLrMultiplier = Real("mapping_lr_mul") ?? throw Missing("mapping_lr_mul"),
            Architecture = Text("architecture") ?? shapes.Architecture,
            ConvClamp = Real("conv_clamp"),
            NumFp16Res = Whole("num_fp16_res") ?? 0,
            UseNoise = shapes.UseNoise,
        };
    }

    private string? Text(string key) => metadata.GetValueOrDefault(key);

    private int? Whole(string key) => Text(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(key, "a whole number");

    private double? Real(string key) => Text(key) is not { } text || text.Equals("none", StringComparison.OrdinalIgnoreCase) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(key, "a number or 'none'");

    private ModelFormatException Missing(string key) => new($"{source}: the metadata lacks '{key}', and the tensors don't tell it.");

    private ModelFormatException Wrong(string key, string expected) =>
        new($"{source}: the metadata '{key}' isn't {expected}.");
}
