using System.Globalization;
using System.Text.RegularExpressions;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.Networks;
using StyleGanIlgpu.Tests.Ops;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>State dicts of official networks in every container, and behind every prefix, are the networks that they were taken from.</summary>
public sealed class StateDictTests
{
    // Those whose configuration is the default where tensors don't tell it.
    public static TheoryData<string> Networks => ["sg2_skip64", "sg2_orig32", "sg2_ada_cond32", "sg3_t64", "sg3_r64", "sgxl_stem16_c8", "sgxl_super32_c8"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_tensors_tell_what_the_network_is(string name)
    {
        using var original = GoldenCheckpointTests.Open(name);
        var saver = new TorchSaver();
        var content = saver.StateDict(original);
        foreach (var file in new[] { saver.Archive(content), saver.Archive(content, byteOrder: "big"), saver.Stream(content), PickleWriter.Write(4, Plain(original)) })
        {
            using var read = Open(file);
            SafetensorsRoundTripTests.AssertSameTensors(original, read);
            AssertSame(Default(original.Config), read.Config);
            Assert.EndsWith(", state dict of the official programs", read.Format, StringComparison.Ordinal);
            Assert.StartsWith("tensors only; supposed: ", read.Metadata["state_dict"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sg2_skip64")]
    [InlineData("sg3_t64")]
    [InlineData("sgxl_super32_c8")]
    public void The_picture_is_the_same_to_the_last_bit(string name)
    {
        using var original = GoldenCheckpointTests.Open(name);
        var saver = new TorchSaver();
        using var read = Open(saver.Archive(saver.StateDict(original)));
        Assert.Equal(Picture(original), Picture(read));
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("G_ema.")]
    [InlineData("module.G_ema.")]
    public void Prefixes_are_taken_off(string prefix)
    {
        using var original = GoldenCheckpointTests.Open("sg2_orig32");
        var saver = new TorchSaver();
        using var read = Open(saver.Archive(saver.StateDict(original, prefix)));
        SafetensorsRoundTripTests.AssertSameTensors(original, read);
    }

    [Fact]
    public void Several_generators_are_chosen_among_by_key()
    {
        using var ema = GoldenCheckpointTests.Open("sg2_skip64");
        using var raw = GoldenCheckpointTests.Open("sg2_skip64", "G");
        var saver = new TorchSaver();
        var flat = new Py.Dict([.. saver.StateDict(raw, "G.").Items, .. saver.StateDict(ema, "G_ema.").Items]);
        var nested = new Py.Dict(("models", new Py.Dict(("G", saver.StateDict(raw)), ("G_ema", saver.StateDict(ema)))), ("step", 5));
        var wrapped = new Py.Dict(("G", saver.StateDict(raw, "module.")), ("G_ema", saver.StateDict(ema, "module.")));
        var inside = new Py.Dict(("G", saver.StateDict(raw, "generator.")), ("G_ema", saver.StateDict(ema, "generator.")));
        foreach (var file in new[] { saver.Archive(flat), saver.Archive(nested), saver.Archive(wrapped), saver.Archive(inside) })
        {
            using var chosen = Open(file);
            SafetensorsRoundTripTests.AssertSameTensors(ema, chosen);
            using var named = Open(file, "G");
            SafetensorsRoundTripTests.AssertSameTensors(raw, named);
        }

        using var noted = Open(saver.Archive(nested), "models.G");
        Assert.Equal("5", noted.Metadata["step"]);
        AssertRefused("there is no generator 'X', the file holds 'models.G', 'models.G_ema'", saver.Archive(nested), "X");
        AssertRefused("the file holds several generators, 'a', 'b'", saver.Archive(new Py.Dict(("a", saver.StateDict(raw)), ("b", saver.StateDict(ema)))));
        AssertRefused("the file is a single network, expected several to choose 'G' from", saver.Archive(saver.StateDict(ema)), "G");
    }

    [Fact]
    public void A_StyleGan3_of_another_design_is_refused()
    {
        using var original = GoldenCheckpointTests.Open("sg3_t64");
        var first = ((StyleGan3Config)original.Config).Layers[1].Name;
        AssertRefused("isn't of the published design (layer 1 is missing before", original, name => name.Contains(first) ? null : name);
        AssertRefused("would be 'L1_36_", original, name => name.Replace(first, first.Replace("_36_", "_37_")));
        AssertRefused("up_filter' is missing", original, name => name == $"synthesis.{first}.up_filter" ? null : name);
        AssertRefused("isn't of the published design (0 layers are too few)", original, name => name.Contains(".L") ? null : name);
        AssertRefused(
            $"tensor 'synthesis.{first}.down_filter' isn't the filter of a StyleGAN3 of the published design",
            original, name => name, parameter => parameter.Name.EndsWith($"{first}.down_filter") ? new Parameter(parameter.Name, parameter.Shape, Scaled(parameter, 1.0001f)) : parameter);
    }

    [Fact]
    public void Other_stages_of_StyleGanXl_are_refused()
    {
        using var original = GoldenCheckpointTests.Open("sgxl_super32_c8");
        const string Refusal = "the state dict of a StyleGAN-XL that isn't a stem or a first super-resolution stage of the published design";

        // As the names of a second stage end.
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => name.Replace("L15_32_", "L15_84_").Replace("L16_32_", "L16_64_"));
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => name.Contains("L0_") ? null : name);
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => Regex.IsMatch(name, "L(9|1[0-3])_") ? null : name);
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => name.Replace("L7_36_", "L7_22_"));
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => name.Replace("L7_36_", "L7_28_"));
        AssertRefused($"{Refusal} (no table of layers gives its sizes and channels)", original, name => Regex.Replace(name.Replace("_32_", "_16_"), "_(23|19|16)(?=[.])", "_24"));
        AssertRefused($"{Refusal} (layer 'L12_36_23' would be 'L12_52_23')", original, name => name.Replace("L12_52_", "L12_36_"));
        AssertRefused(
            $"{Refusal} (layer 'L10_36_24' would be 'L9_36_24'), so that its layer table can't be told; expected the snapshot (.pkl)", original,
            name => Regex.Replace(name, @"L(9|1\d)_", layer => $"L{int.Parse(layer.Groups[1].Value, CultureInfo.InvariantCulture) + 1}_"));
        AssertRefused(
            "tensor 'synthesis.L9_36_24.up_filter' isn't the filter", original, name => name,
            parameter => parameter.Name.EndsWith("L9_36_24.up_filter") ? new Parameter(parameter.Name, parameter.Shape, Scaled(parameter, 1.0001f)) : parameter);
    }

    [Fact]
    public void Sizes_and_channels_of_StyleGan3_are_told_by_its_names()
    {
        // The official tables with fewer channels, a base that isn't a power of two, and a most that no layer reaches.
        foreach (var geometry in new StyleGan3Geometry[]
        {
            new() { ImgResolution = 1024, ChannelBase = 2048, ChannelMax = 8 },
            new() { ImgResolution = 256, ChannelBase = 512, ChannelMax = 8, MappingLayers = 8, ImgChannels = 1 },
            new() { ImgResolution = 512, ChannelBase = 1555, ChannelMax = 19, NumLayers = 10 },
            StyleGan3Geometry.R(256, 1024) with { ChannelMax = 16 },
            new() { ImgResolution = 64, ChannelBase = 100, ChannelMax = 512 },
        })
        {
            using var network = RandomNetwork.StyleGan3(geometry with { WDim = 8, ZDim = 8 });
            var saver = new TorchSaver();
            using var read = Open(saver.Archive(saver.StateDict(network)));
            AssertSame(network.Config, read.Config);
        }
    }

    [Fact]
    public void A_missing_size_is_named()
    {
        using var original = GoldenCheckpointTests.Open("sg2_orig32");
        AssertRefused("tensor 'mapping.fc0.weight' is missing or misshapen", original, name => name == "mapping.fc0.weight" ? null : name);
        AssertRefused("tensor 'synthesis.b32.torgb.weight' is missing or misshapen", original, name => name == "synthesis.b32.torgb.weight" ? null : name);
    }

    internal static Checkpoint Open(byte[] file, string? key = null)
    {
        using var stream = new MemoryStream(file);
        return CheckpointReader.Open(stream, "test", key);
    }

    internal static void AssertRefused(string expected, byte[] file, string? key = null)
    {
        var message = Assert.Throws<ModelFormatException>(() => Open(file, key).Dispose()).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    /// <summary>As <see cref="AssertRefused(string, byte[], string)"/>, at the latest when the tensors are bound to layers.</summary>
    internal static void AssertBindingRefused(string expected, byte[] file)
    {
        using var stream = new MemoryStream(file);
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => ModelFile.Open(stream, "test").Dispose()).Message, StringComparison.Ordinal);
    }

    internal static double[] Picture(Checkpoint checkpoint)
    {
        var network = GeneratorNetwork.Bind(checkpoint);
        var run = new NetworkRun(EngineUnderTest.Find("cpu").Shared, network);
        var z = Array.ConvertAll(Latent.FromSeed(7, network.Config.ZDim), value => (double)value);
        return run.Synthesize(run.Map(z, network.Config.CDim > 0 ? [1, .. new double[network.Config.CDim - 1]] : null, 0.5)).Values;
    }

    // Cutoffs are computed anew, and may differ from those of Python in their last digit.
    private static void AssertSame(NetworkConfig expected, NetworkConfig actual)
    {
        Assert.Equal(Rounded(expected), Rounded(actual));

        static string Rounded(NetworkConfig config) => Regex.Replace(
            NetworkConfigJson.Write(config), @"\d+\.\d+", number => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("g12", CultureInfo.InvariantCulture));
    }

    // What tensors don't tell.
    private static NetworkConfig Default(NetworkConfig config) => config is StyleGan2Config stylegan2 ? stylegan2 with { ConvClamp = null, NumFp16Res = 0 } : config;

    private static Py.Dict Plain(Checkpoint checkpoint) => new([.. checkpoint.Parameters.All.Select(parameter =>
        ((object?)parameter.Name, (object?)PyTorch.Tensor(parameter.Values.ToArray(), Array.ConvertAll(parameter.Shape, extent => (long)extent))))]);

    private static float[] Scaled(Parameter parameter, float scale) => Array.ConvertAll(parameter.Values.ToArray(), value => value * scale);

    private static void AssertRefused(string expected, Checkpoint original, Func<string, string?> rename, Func<Parameter, Parameter>? change = null)
    {
        var saver = new TorchSaver();
        var items = original.Parameters.All.Select(parameter => ((object?)rename(parameter.Name), (object?)saver.Tensor(change?.Invoke(parameter) ?? parameter)));
        AssertRefused(expected, saver.Archive(new Py.Dict([.. items.Where(item => item.Item1 is not null)])));
    }
}
