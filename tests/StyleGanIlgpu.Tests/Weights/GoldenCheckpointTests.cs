using System.Text.Json;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Every official StyleGAN2 and StyleGAN3 pickle among the fixtures opens, and says of itself what its maker wrote beside it.</summary>
public sealed class GoldenCheckpointTests
{
    internal static readonly string[] StyleGan2Names = ["sg2_ada_cond32", "sg2_fp16_64", "sg2_orig32", "sg2_skip64", "sg2_z512_32"];

    internal static readonly string[] StyleGan3Names = ["sg3_r64", "sg3_t64", "sg3_t_cond32"];

    public static TheoryData<string> StyleGan2 => [.. StyleGan2Names];

    public static TheoryData<string> StyleGan3 => [.. StyleGan3Names];

    [Theory]
    [MemberData(nameof(StyleGan2))]
    public void StyleGan2_pickles_open_with_the_configuration_they_were_made_with(string name)
    {
        using var checkpoint = Open(name);
        var meta = Meta(name);
        var config = Assert.IsType<StyleGan2Config>(checkpoint.Config);
        AssertCommon(config, meta);
        var kwargs = meta.GetProperty("init_kwargs");
        Assert.Equal(Argument(kwargs, "architecture")?.GetString() ?? "skip", config.Architecture);
        Assert.Equal(OptionalNumber(Argument(kwargs, "conv_clamp")), config.ConvClamp);
        Assert.Equal(Argument(kwargs, "use_noise")?.GetBoolean() ?? true, config.UseNoise);
        Assert.Equal("lrelu", config.Activation);
        Assert.Equal(checkpoint.Parameters.Contains("synthesis.b4.conv1.noise_strength"), config.UseNoise);
        Assert.Equal(config.WDim, checkpoint.Parameters.Require("synthesis.b4.conv1.affine.weight", ParameterTable.Any, config.WDim).Shape[1]);
        checkpoint.Parameters.Require("synthesis.b8.conv0.resample_filter", 4, 4);
    }

    [Theory]
    [MemberData(nameof(StyleGan3))]
    public void StyleGan3_pickles_open_with_the_layer_table_they_hold(string name)
    {
        using var checkpoint = Open(name);
        var meta = Meta(name);
        var config = Assert.IsType<StyleGan3Config>(checkpoint.Config);
        AssertCommon(config, meta);
        var clamp = OptionalNumber(Argument(meta.GetProperty("init_kwargs"), "conv_clamp")) ?? 256;
        Assert.Equal(meta.GetProperty("layer_names").EnumerateArray().Select(layer => layer.GetString()), config.Layers.Select(layer => layer.Name));
        Assert.All(config.Layers, layer =>
        {
            Assert.Equal(layer.Name, $"{layer.Name.Split('_')[0]}_{layer.OutSize[0]}_{layer.OutChannels}");
            Assert.Equal(clamp, layer.ConvClamp);
            Assert.Equal(layer == config.Layers[^1], layer.IsTorgb);
            var weight = checkpoint.Parameters.Require(
                $"synthesis.{layer.Name}.weight", layer.OutChannels, layer.InChannels, layer.ConvKernel, layer.ConvKernel);
            Assert.Contains(weight, checkpoint.Parameters.All);
            if (layer.UpFactor > 1)
                checkpoint.Parameters.Require($"synthesis.{layer.Name}.up_filter", layer.UpFactor * 6);
            if (layer.DownFactor > 1 && layer.DownRadial)
                checkpoint.Parameters.Require($"synthesis.{layer.Name}.down_filter", layer.DownFactor * 6, layer.DownFactor * 6);
        });
        Assert.Equal(name == "sg3_r64", config.Layers.Any(layer => layer.DownRadial));
        checkpoint.Parameters.Require("synthesis.input.freqs", config.Input.Channels, 2);
    }

    [Fact]
    public void The_geometry_of_a_StyleGan3_layer_is_read_to_the_last_number()
    {
        using var checkpoint = Open("sg3_t_cond32");
        var config = (StyleGan3Config)checkpoint.Config;
        Assert.Equal([36, 36], config.Input.Size);
        Assert.Equal((20, 16.0, 2.0), (config.Input.Channels, config.Input.SamplingRate, config.Input.Bandwidth));
        var layer = config.Layers[1];
        Assert.Equal(
            (false, false, true, 20, 20, 16.0, 16.0, 2.0, 6.0, 3, 2, 2, false),
            (layer.IsTorgb, layer.IsCriticallySampled, layer.UseFp16, layer.InChannels, layer.OutChannels, layer.InSamplingRate,
                layer.OutSamplingRate, layer.InCutoff, layer.InHalfWidth, layer.ConvKernel, layer.UpFactor, layer.DownFactor, layer.DownRadial));
        Assert.Equal(BitConverter.Int64BitsToDouble(0x4004BFDAD5362A27), layer.OutCutoff);
        Assert.Equal(BitConverter.Int64BitsToDouble(0x4015A0129564EAEC), layer.OutHalfWidth);
        Assert.Equal([9, 8, 9, 8], layer.Padding);
        Assert.Equal([36, 36], layer.InSize);
        Assert.True(config.Layers[^2].IsCriticallySampled);
    }

    // Computed by Python's own unpickler: shape, first value, and over the bits of all values in row-major order, hash = 31 * hash + bits.
    [Theory]
    [InlineData("sg2_fp16_64", "G_ema", "synthesis.b64.conv0.weight", new[] { 16, 32, 3, 3 }, 0.6295836f, 0x20aedd7995eff70aUL)]
    [InlineData("sg2_fp16_64", "G", "synthesis.b64.conv0.weight", new[] { 16, 32, 3, 3 }, 0.4092944f, 0xc2aa40f4f6a4f433UL)]
    [InlineData("sg2_skip64", "G_ema", "mapping.fc7.bias", new[] { 64 }, 31.250608f, 0x4248cad839a04280UL)]
    [InlineData("sg3_r64", null, "synthesis.L0_36_40.down_filter", new[] { 12, 12 }, 8.4120967E-07f, 0xd3925f49b0ca9840UL)]
    [InlineData("sg3_t_cond32", null, "mapping.embed.weight", new[] { 48, 5 }, 1.3589933f, 0xe6cf8fedc7a6e425UL)]
    [InlineData("sg2_fp16_64", null, "synthesis.b16.conv1.noise_strength", new int[0], -0.02f, 0xbca3d70aUL)]
    public void Tensors_hold_what_Python_finds_in_them(string name, string? key, string tensor, int[] shape, float first, ulong hash)
    {
        using var checkpoint = Open(name, key);
        var parameter = checkpoint.Parameters.Require(tensor, shape);
        Assert.Equal(first, parameter.Span[0]);
        Assert.Equal(hash, parameter.Values.ToArray().Aggregate(0UL, (sum, value) => unchecked((sum * 31) + BitConverter.SingleToUInt32Bits(value))));
    }

    [Fact]
    public void The_default_model_keeps_its_own_learning_rate_multiplier()
    {
        using var checkpoint = Open("faces64");
        Assert.Equal(
            new StyleGan2Config { ZDim = 64, WDim = 64, ImgResolution = 64, ImgChannels = 3, MappingLayers = 4, MappingLrMultiplier = 0.1 },
            checkpoint.Config);
        Assert.Equal("PyTorch pickle, protocol 4", checkpoint.Format);
    }

    [Fact]
    public void Fp16_depth_is_counted_from_the_blocks_where_the_network_does_not_store_it()
    {
        using var counted = Open("sg2_fp16_64");
        using var stored = Open("sg2_z512_32");
        Assert.Equal(4, ((StyleGan2Config)counted.Config).NumFp16Res);
        Assert.Equal(4, ((StyleGan2Config)stored.Config).NumFp16Res);
    }

    [Fact]
    public void The_training_settings_of_a_snapshot_become_notes()
    {
        using var checkpoint = Open("sg2_ada_cond32");
        Assert.Equal("true", checkpoint.Metadata["training_set_kwargs.use_labels"]);
        Assert.Equal("1000", checkpoint.Metadata["training_set_kwargs.max_size"]);
        Assert.Equal("training.dataset.ImageFolderDataset", checkpoint.Metadata["training_set_kwargs.class_name"]);
        Assert.Equal("resnet", checkpoint.Metadata["generator.synthesis_kwargs.architecture"]);
        Assert.DoesNotContain(checkpoint.Metadata.Values, value => value.Contains("source omitted", StringComparison.Ordinal));
    }

    internal static Checkpoint Open(string name, string? networkKey = null) => CheckpointReader.Open(GoldenFolder.PathOf($"{name}.pkl"), networkKey);

    private static void AssertCommon(NetworkConfig config, JsonElement meta)
    {
        int Number(string name) => meta.GetProperty(name).GetInt32();
        Assert.Equal(
            (Number("z_dim"), Number("c_dim"), Number("w_dim"), Number("img_resolution"), Number("img_channels")),
            (config.ZDim, config.CDim, config.WDim, config.ImgResolution, config.ImgChannels));
        var layers = meta.GetProperty("init_kwargs").GetProperty("mapping_kwargs").TryGetProperty("num_layers", out var given) ? given.GetInt32() : (int?)null;
        Assert.Equal(layers ?? (config is StyleGan3Config ? 2 : 8), config.MappingLayers);
        Assert.Equal(0.01, config.MappingLrMultiplier);
        Assert.Equal("lrelu", config.MappingActivation);
    }

    // Older files nest the synthesis network's arguments.
    private static JsonElement? Argument(JsonElement kwargs, string name) =>
        kwargs.TryGetProperty(name, out var direct) ? direct
        : kwargs.TryGetProperty("synthesis_kwargs", out var nested) && nested.TryGetProperty(name, out var inner) ? inner
        : null;

    private static double? OptionalNumber(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement Meta(string name) => JsonDocument.Parse(GoldenFolder.Npz($"{name}.npz")["meta"].Text).RootElement;
}
