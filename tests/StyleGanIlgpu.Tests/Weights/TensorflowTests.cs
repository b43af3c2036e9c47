using System.Buffers.Binary;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Networks;
using StyleGanIlgpu.Tests.RandomNetworks;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Tensorflow;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>TensorFlow pickles of every naming, made from networks whose picture is known.</summary>
public sealed class TensorflowTests
{
    private static readonly (object? Key, object? Value)[] NoKwargs = [];

    public static TheoryData<int> Protocols => [2, 3, 4, 5];

    /// <summary>Configurations e and f, ADA, and every architecture.</summary>
    [Theory]
    [InlineData("skip", 0, "LabelConcat")]
    [InlineData("orig", 0, "LabelConcat")]
    [InlineData("resnet", 0, "LabelConcat")]
    [InlineData("skip", 3, "LabelEmbed")]
    public void StyleGan2_of_every_architecture(string architecture, int classes, string embed)
    {
        using var known = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { Architecture = architecture, CDim = classes, ConvClamp = null, NumFp16Res = 0 }));
        var network = TensorflowWriter.StyleGan2(known.Parameters, 16, r => $"{r}x{r}/ToRGB", embed, ("resolution", 16), ("label_size", classes), ("architecture", architecture));
        using var opened = Open(TensorflowWriter.Snapshot(4, network));
        Assert.Equal(known.Config, opened.Config);
        AssertSamePicture(known, opened);
    }

    /// <summary>Configurations b to d: the picture is read off the last block; layers of smaller sizes are left over from growing.</summary>
    [Fact]
    public void StyleGan2_with_the_names_of_progressive_growing()
    {
        using var known = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { Architecture = "orig", ConvClamp = null, NumFp16Res = 0 }));
        using var grown = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { ConvClamp = null, NumFp16Res = 0 }, 1));
        var leftOver = grown.Parameters.All.Where(p => p.Name.Contains(".torgb.", StringComparison.Ordinal) && !p.Name.StartsWith("synthesis.b16.", StringComparison.Ordinal));
        var all = new ParameterTable("all", known.Parameters.All.Concat(leftOver).ToDictionary(p => p.Name));
        var network = TensorflowWriter.StyleGan2(all, 16, r => $"ToRGB_lod{int.Log2(16 / r)}", "LabelConcat", ("resolution", 16));
        using var opened = Open(TensorflowWriter.Snapshot(4, network));
        Assert.Equal("orig", Assert.IsType<StyleGan2Config>(opened.Config).Architecture);
        AssertSamePicture(known, opened);
    }

    /// <summary>A label that is a plain matrix, and normalised together with z: what the model makes of it is compared with the formula.</summary>
    [Fact]
    public void StyleGan2_with_a_concatenated_label()
    {
        using var random = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { CDim = 3, MappingLayers = 1, ConvClamp = null, NumFp16Res = 0 }));
        var plain = new ParameterTable("plain", random.Parameters.All.Where(p => p.Name != "mapping.embed.bias").ToDictionary(p => p.Name));
        var network = TensorflowWriter.StyleGan2(plain, 16, r => $"{r}x{r}/ToRGB", "LabelConcat", ("resolution", 16), ("label_size", 3));
        using var opened = Open(TensorflowWriter.Snapshot(4, network));
        var bound = GeneratorNetwork.Bind(opened);
        Assert.Equal(3, opened.Config.CDim);

        var z = Latent.FromSeed(5, opened.Config.ZDim);
        var ws = new NetworkRun(new ReferenceEngine(), bound).Map(Array.ConvertAll(z, value => (double)value), [0, 1, 0], 1);

        var (embed, weight, bias) = (Find("mapping.embed.weight"), Find("mapping.fc0.weight"), Find("mapping.fc0.bias"));
        double[] joined = [.. z, .. Enumerable.Range(0, embed.Shape[0]).Select(i => (double)embed.Span[(i * 3) + 1])];
        var scale = 1 / Math.Sqrt(joined.Average(value => value * value) + 1e-8);
        for (var o = 0; o < opened.Config.WDim; o++)
        {
            var sum = joined.Select((value, i) => value * scale * weight.Span[(o * joined.Length) + i]).Sum() * 0.01 / Math.Sqrt(joined.Length) + bias.Span[o] * 0.01;
            Assert.Equal((sum < 0 ? 0.2 * sum : sum) * Math.Sqrt(2), ws[o], 1e-12);
        }

        Parameter Find(string name) => plain.All.Single(p => p.Name == name);
    }

    /// <summary>Which kernels are kept the other way round depends on the resolution, unless an argument decides.</summary>
    [Theory]
    [InlineData(null, 3)]
    [InlineData("auto", 3)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    [InlineData("auto", 4)]
    public void StyleGan1_up_samples_in_two_ways(object? fused, int version)
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One with { ImgResolution = 128, ChannelBase = 32 });
        bool IsMirrored(int r) => fused is bool decided ? !decided : r < 128;
        (object? Key, object? Value)[] kwargs = fused is null ? [("resolution", 128)] : [("resolution", 128), ("fused_scale", fused)];
        using var opened = Open(TensorflowWriter.Snapshot(4, TensorflowWriter.StyleGan1(known.Parameters, 128, IsMirrored, version: version, kwargs: kwargs)));
        Assert.Equal(known.Config, opened.Config);
        SafetensorsRoundTripTests.AssertSameTensors(known, opened);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.75)]
    [InlineData(1)]
    [InlineData(2)]
    public void StyleGan1_with_a_label_while_it_grows(double lod)
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One with { CDim = 4, Lod = lod });
        using var opened = Open(TensorflowWriter.Snapshot(4, TensorflowWriter.StyleGan1(known.Parameters, 16, _ => true, lod, kwargs: [("label_size", 4)])));
        Assert.Equal(known.Config, opened.Config);
        AssertSamePicture(known, opened);
    }

    [Theory]
    [InlineData("truncation_psi", 0.5, 0.5, 8)]
    [InlineData("truncation_psi", null, 1.0, 8)]
    [InlineData("truncation_cutoff", 4, 0.7, 4)]
    [InlineData("truncation_cutoff", null, 0.7, 0)]
    public void StyleGan1_truncates_as_it_was_told(string name, object? value, double psi, int cutoff)
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One);
        using var opened = Open(TensorflowWriter.Snapshot(4, TensorflowWriter.StyleGan1(known.Parameters, 16, _ => true, kwargs: [(name, value)])));
        Assert.Equal((psi, cutoff), (((StyleGan1Config)opened.Config).TruncationPsi, ((StyleGan1Config)opened.Config).TruncationCutoff));
    }

    /// <summary>Names and bytes of Python 2, whose pickles don't tell text from bytes, and those of every later protocol.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public void Pickles_of_every_protocol_open(int protocol)
    {
        using var known = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { ConvClamp = null, NumFp16Res = 0 }));
        var network = TensorflowWriter.StyleGan2(known.Parameters, 16, r => $"{r}x{r}/ToRGB", "LabelConcat");
        using var opened = Open(TensorflowWriter.Snapshot(protocol, network));
        SafetensorsRoundTripTests.AssertSameTensors(known, opened);
        Assert.Equal($"TensorFlow pickle, version 4, protocol {protocol}", opened.Format);
    }

    [Fact]
    public void Arrays_of_every_order_are_read()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var bigEndian = new byte[24];
        for (var i = 0; i < 6; i++)
            BinaryPrimitives.WriteSingleBigEndian(bigEndian.AsSpan(4 * i), values[i]);
        double[] columns = [1, 4, 2, 5, 3, 6];
        foreach (var array in (Py[])
            [
                TensorflowWriter.Array([2, 3], values),
                PyTorch.Array("f4", bigEndian, [2, 3], order: ">"),
                PyTorch.Array("f8", [.. columns.SelectMany(BitConverter.GetBytes)], [2, 3], isFortran: true),
                PyTorch.Array("i1", [1, 2, 3, 4, 5, 6], [2, 3]),
            ])
        {
            var network = TensorflowWriter.Make(4, "G_main", NoKwargs, [], ("mapping", TensorflowWriter.Make(4, "G_mapping", NoKwargs, [("Dense0/weight", array)])));
            var read = new Dictionary<string, Parameter>();
            var machine = new PickleMachine(ByteSource.Read(PickleWriter.Write(4, network), Stream.Null)!.All, "test");
            var mapping = TensorflowNetwork.From(machine.Run())!.Component("mapping")!;
            new TensorflowTensors("test", 1000).Read(mapping, "mapping.", TensorflowMapping.Names, 0, read);
            Assert.Equal([3, 2], read["mapping.fc0.weight"].Shape);
            Assert.Equal([1, 4, 2, 5, 3, 6], read["mapping.fc0.weight"].Values.ToArray());
        }
    }

    [Theory]
    [InlineData("use_pixel_norm", true, "made with use_pixel_norm = True, expected False")]
    [InlineData("use_wscale", false, "made with use_wscale = False, expected True")]
    [InlineData("const_input_layer", false, "made with const_input_layer = False, expected True")]
    [InlineData("resolution", 32, "made for resolution 32, but has variables up to 16x16")]
    [InlineData("nonlinearity", "sine", "activation 'sine' isn't known")]
    [InlineData("blur_filter", 0, "'blur_filter' that the network was made with isn't a list of up to 32 numbers")]
    [InlineData("latent_size", "many", "'latent_size' that the network was made with isn't a whole number")]
    public void Arguments_that_make_another_network_are_refused(string name, object value, string expected)
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One);
        AssertRefused(expected, TensorflowWriter.Snapshot(4, TensorflowWriter.StyleGan1(known.Parameters, 16, _ => true, kwargs: [(name, value)])));
    }

    [Fact]
    public void Other_TensorFlow_networks_are_named()
    {
        var pg = TensorflowWriter.Make(2, "G_paper", NoKwargs, [("4x4/Dense/weight", TensorflowWriter.Array([1], [1]))]);
        AssertRefused("'Gs' is a progressive GAN, older than StyleGAN (G_paper)", TensorflowWriter.Snapshot(4, pg));
        var strange = TensorflowWriter.Make(
            4, "G_x", NoKwargs, [], ("mapping", TensorflowWriter.Make(4, "m", NoKwargs, [])), ("synthesis", TensorflowWriter.Make(4, "s", NoKwargs, [])));
        AssertRefused("neither StyleGAN1's variables ('StyleMod') nor StyleGAN2's ('mod_weight')", PickleWriter.Write(4, strange));
        using var known = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { ConvClamp = null, NumFp16Res = 0 }));
        var network = TensorflowWriter.StyleGan2(known.Parameters, 16, r => $"{r}x{r}/ToRGB", "LabelConcat");
        using var single = Open(PickleWriter.Write(4, network));
        SafetensorsRoundTripTests.AssertSameTensors(known, single);
        AssertRefused("the file is a single network, expected several to choose 'Gs' from", PickleWriter.Write(4, network), "Gs");
    }

    [Fact]
    public void Gs_is_the_default_and_a_key_picks_another()
    {
        Py Network(ulong seed)
        {
            using var known = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two with { ConvClamp = null, NumFp16Res = 0 }, seed));
            return TensorflowWriter.StyleGan2(known.Parameters, 16, r => $"{r}x{r}/ToRGB", "LabelConcat");
        }
        var file = TensorflowWriter.Snapshot(4, Network(1), Network(2));
        using var expectedG = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two, 1));
        using var expectedGs = Rounded(RandomNetwork.StyleGan2(SmallShapes.Two, 2));
        using var g = Open(file, "G");
        using var gs = Open(file);
        SafetensorsRoundTripTests.AssertSameTensors(expectedG, g);
        SafetensorsRoundTripTests.AssertSameTensors(expectedGs, gs);
        AssertRefused("'D' is a discriminator (D_stylegan2)", file, "D");
    }

    // Biases lose a 1 on the way into the file and get it back on the way out: to the last bit only where they have few digits.
    private static Checkpoint Rounded(Checkpoint checkpoint)
    {
        var parameters = checkpoint.Parameters.All.Select(p => p.Name.EndsWith("affine.bias", StringComparison.Ordinal)
            ? new Parameter(p.Name, p.Shape, Array.ConvertAll(p.Values.ToArray(), value => MathF.Round(value * 1024) / 1024))
            : p);
        return new Checkpoint(checkpoint.Source, checkpoint.Format, checkpoint.Config, new ParameterTable("rounded", parameters.ToDictionary(p => p.Name)), checkpoint.Metadata);
    }

    private static void AssertSamePicture(Checkpoint expected, Checkpoint actual)
    {
        using var engine = new ReferenceEngine();
        Assert.Equal(Picture(expected), Picture(actual));

        double[] Picture(Checkpoint checkpoint)
        {
            var network = GeneratorNetwork.Bind(checkpoint);
            var run = new NetworkRun(engine, network);
            var z = Array.ConvertAll(Latent.FromSeed(3, network.Config.ZDim), value => (double)value);
            double[]? label = network.Config.CDim > 0 ? [.. Enumerable.Range(0, network.Config.CDim).Select(c => c == 1 ? 1.0 : 0)] : null;
            return run.Synthesize(run.Map(z, label, 0.7)).Values;
        }
    }

    private static Checkpoint Open(byte[] pickle, string? key = null)
    {
        using var stream = new MemoryStream(pickle);
        return CheckpointReader.Open(stream, "test", key);
    }

    private static void AssertRefused(string expected, byte[] pickle, string? key = null)
    {
        var message = Assert.Throws<ModelFormatException>(() => new ModelFile(Open(pickle, key)).Dispose()).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
