using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Networks;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.StateDicts;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Generators of the rosinality program, alone and inside those programs that took it over.</summary>
public sealed class RosinalityTests
{
    private static readonly StyleGan2Config Expected = new() { ZDim = 48, WDim = 48, ImgResolution = 32, ImgChannels = 3, MappingLayers = 8, ScalesWeights = true };

    [Fact]
    public void Archive_stream_and_conversion_give_one_picture_to_the_last_bit()
    {
        using var folder = new TemporaryFolder();
        using var archive = OpenGolden("ros32.pt");
        using var stream = OpenGolden("ros32_legacy.pt");
        SafetensorsWriter.Write(archive, folder["a.safetensors"], null);
        using var converted = CheckpointReader.Open(folder["a.safetensors"], null);
        SafetensorsRoundTripTests.AssertSameTensors(archive, stream);
        SafetensorsRoundTripTests.AssertSameTensors(archive, converted);
        Assert.Equal(Expected, archive.Config);
        Assert.Equal(Expected, stream.Config);
        Assert.Equal("PyTorch archive, state dict of the rosinality program", archive.Format);
        Assert.Equal("PyTorch stream (before version 1.6), state dict of the rosinality program", stream.Format);
        Assert.Equal(StateDictTests.Picture(archive), StateDictTests.Picture(converted));
        Assert.DoesNotContain("w_avg", archive.Metadata.Keys);
    }

    [Fact]
    public void A_training_checkpoint_gives_its_average_generator_or_the_one_asked_for()
    {
        using var chosen = OpenGolden("ros32_train.pt");
        using var ema = OpenGolden("ros32.pt");
        using var raw = OpenGolden("ros32_train.pt", "g");
        var (a, b, c) = (chosen.Parameters.Require("mapping.fc0.weight", 48, 48), ema.Parameters.Require("mapping.fc0.weight", 48, 48), raw.Parameters.Require("mapping.fc0.weight", 48, 48));
        Comparison.AssertSameBits("g_ema", a.Span, b.Span);
        Assert.NotEqual(a.Values.ToArray(), c.Values.ToArray());
        Assert.Equal("32", chosen.Metadata["args.size"]);
        Assert.Equal("800000", chosen.Metadata["args.iter"]);
        Assert.Contains(
            "there is no generator 'd', the file holds 'g', 'g_ema'",
            Assert.Throws<ModelFormatException>(() => OpenGolden("ros32_train.pt", "d").Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_average_is_estimated_and_said_to_be()
    {
        using var checkpoint = OpenGolden("ros32_train.pt");
        Assert.Contains("the mean of w over 4096 latents", checkpoint.Metadata["w_avg"], StringComparison.Ordinal);
        using var again = OpenGolden("ros32_train.pt");
        var average = checkpoint.Parameters.Require("mapping.w_avg", 48);
        Comparison.AssertSameBits("again", again.Parameters.Require("mapping.w_avg", 48).Span, average.Span);

        // The same mean by the reference, over the same latents.
        var run = new NetworkRun(new ReferenceEngine(), GeneratorNetwork.Bind(checkpoint));
        var ws = run.Map([.. Enumerable.Range(0, 64).SelectMany(seed => Latents(seed, 48)).Select(value => (double)value)], null, 1);
        var sum = new double[48];
        for (var i = 0; i < ws.Length; i++)
            sum[i % 48] += ws[i] / (ws.Length / 48);

        Comparison.AssertWithin<float, double>("average", 1e-5, average.Span, sum);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(33, 70, 19)]
    public void Layers_of_any_width_are_averaged_right(int zDim, int hidden, int wDim)
    {
        var random = new Random(zDim);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * 100))];
        var tensors = new Dictionary<string, Parameter>();
        foreach (var (name, shape) in ((string, int[])[])[("fc0.weight", [hidden, zDim]), ("fc0.bias", [hidden]), ("fc1.weight", [wDim, hidden]), ("fc1.bias", [wDim])])
            tensors[$"mapping.{name}"] = new Parameter($"mapping.{name}", shape, Values(shape.Aggregate(1, (product, extent) => product * extent)));
        var config = new StyleGan2Config { ZDim = zDim, WDim = wDim, ImgResolution = 4, ImgChannels = 3, MappingLayers = 2 };
        var average = EstimatedAverage.Of(config, tensors, long.MaxValue, "test");

        var expected = new double[wDim];
        foreach (var z in Enumerable.Range(0, 64).SelectMany(seed => Latents(seed, zDim)).Chunk(zDim))
        {
            var scale = 1 / Math.Sqrt(z.Sum(value => (double)value * value) / zDim + 1e-8);
            var x = Array.ConvertAll(z, value => value * scale);
            for (var i = 0; i < 2; i++)
                x = Layer(x, tensors[$"mapping.fc{i}.weight"].Span, tensors[$"mapping.fc{i}.bias"].Span);
            for (var i = 0; i < wDim; i++)
                expected[i] += x[i] / 4096;
        }

        Comparison.AssertWithin<float, double>("average", 1e-5, average, expected);

        static double[] Layer(double[] x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
        {
            var y = new double[bias.Length];
            for (var o = 0; o < y.Length; o++)
            {
                for (var i = 0; i < x.Length; i++)
                    y[o] += x[i] * weight[(o * x.Length) + i];
                y[o] = (y[o] * 0.01 / Math.Sqrt(x.Length)) + (bias[o] * 0.01);
                y[o] = Math.Max(y[o], y[o] * 0.2) * Math.Sqrt(2);
            }

            return y;
        }
    }

    [Fact]
    public void A_generator_inside_an_inversion_network_is_its_decoder()
    {
        using var golden = OpenGolden("ros32.pt");
        var (saver, theirs) = Theirs();
        var average = golden.Parameters.Require("mapping.w_avg", 48).Values.ToArray();
        var network = new Py.Dict([.. Prefixed(theirs, "decoder."), ("encoder.input_layer.0.weight", saver.Tensor([1], 1)), ("latent_avg", saver.Tensor([1], 1))]);
        var options = new Py.New(new Py.Global("argparse", "Namespace"), [], new Py.Dict(("output_size", 32), ("start_from_latent_avg", true)));
        foreach (var (latentAverage, opts) in ((Py, object)[])[
            (saver.Tensor(average, 48), options),
            (saver.Tensor([.. Enumerable.Repeat(average, 8).SelectMany(row => row)], 8, 48), new Py.Dict(("output_size", 32)))])
        {
            var withoutOwn = new Py.Dict([.. network.Items[..^1]]);
            var file = saver.Archive(new Py.Dict(("state_dict", withoutOwn), ("latent_avg", latentAverage), ("opts", opts)));
            foreach (var key in new[] { null, "decoder", "state_dict.decoder" })
            {
                using var read = StateDictTests.Open(file, key);
                SafetensorsRoundTripTests.AssertSameTensors(golden, read);
                Assert.Equal("32", read.Metadata["opts.output_size"]);
            }
        }

        var rows = saver.Tensor([.. Enumerable.Range(0, 96).Select(i => (float)i)], 2, 48);
        StateDictTests.AssertRefused("tensor 'latent_avg' differs from layer to layer", saver.Archive(new Py.Dict(("g_ema", theirs), ("latent_avg", rows))));
        StateDictTests.AssertRefused("tensor 'latent_avg' has the shape [1], expected 48 values", saver.Archive(new Py.Dict(("state_dict", network))));
    }

    [Fact]
    public void Bare_state_dicts_of_early_versions_lack_noise_and_average()
    {
        var (saver, theirs) = Theirs();
        using var read = StateDictTests.Open(saver.Archive(new Py.Dict([.. theirs.Items.Where(item => !((string)item.Key!).StartsWith("noises", StringComparison.Ordinal))])));
        Assert.Equal(Expected, read.Config);
        Assert.All(read.Parameters.Require("synthesis.b32.conv0.noise_const", 32, 32).Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Contains("zeros", read.Metadata["noise_const"], StringComparison.Ordinal);
        Assert.Contains("mean of w", read.Metadata["w_avg"], StringComparison.Ordinal);
    }

    [Fact]
    public void Small_files_can_not_ask_for_much_memory()
    {
        // A tensor of one number for every layer of every resolution: the noise that lacks would be gigabytes.
        foreach (var (blocks, expected) in ((int, string)[])[(14, "has layers for 14 resolutions, expected at most 13"), (13, "tensor 'synthesis.b4.")])
        {
            var saver = new TorchSaver();
            var one = saver.Tensor([1], 1, 1, 1, 1, 1);
            var layers = Enumerable.Range(0, 2 * (blocks - 1)).SelectMany(i => (string[])[$"convs.{i}.conv.weight", $"convs.{i}.noise.weight"]);
            var names = layers.Concat(["input.input", $"convs.{(2 * blocks) - 3}.conv.modulation.weight", $"to_rgbs.{blocks - 2}.conv.weight", "style.1.weight", "style.1.bias"]);
            var file = saver.Archive(new Py.Dict([.. names.Select(name => ((object?)name, (object?)(name switch
            {
                _ when name.EndsWith("modulation.weight", StringComparison.Ordinal) || name == "style.1.weight" => saver.Tensor([1], 1, 1),
                "style.1.bias" => saver.Tensor([1], 1),
                _ => one,
            })))]));
            var before = GC.GetAllocatedBytesForCurrentThread();
            StateDictTests.AssertBindingRefused(expected, file);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L << 20);
        }
    }

    [Fact]
    public void Relatives_with_other_layers_are_refused()
    {
        var (saver, theirs) = Theirs();
        StateDictTests.AssertRefused(
            "tensor 'res.0.weight' isn't part of a StyleGAN2 generator of the rosinality program",
            saver.Archive(new Py.Dict([.. theirs.Items, ("res.0.weight", saver.Tensor([1], 1))])));
        StateDictTests.AssertRefused(
            "tensor 'style.5.bias' isn't part of",
            saver.Archive(new Py.Dict([.. theirs.Items.Where(item => (string)item.Key! != "style.5.weight")])));
        StateDictTests.AssertRefused(
            "tensor 'conv1.noise.weight' has the shape [2], expected 0 axes",
            saver.Archive(new Py.Dict([.. theirs.Items.Where(item => (string)item.Key! != "conv1.noise.weight"), ("conv1.noise.weight", saver.Tensor([1, 2], 2))])));
    }

    private static float[] Latents(int seed, int width)
    {
        var z = new float[64 * width];
        new NumPyRandom(seed).StandardNormal(z);
        return z;
    }

    internal static Checkpoint OpenGolden(string name, string? key = null) => CheckpointReader.Open(GoldenFolder.PathOf(name), key);

    /// <summary>The golden state dict under its own names, to be saved again.</summary>
    private static (TorchSaver Saver, Py.Dict StateDict) Theirs()
    {
        using var file = ByteSource.Read(File.ReadAllBytes(GoldenFolder.PathOf("ros32.pt")), Stream.Null)!;
        var opened = TorchFile.Open(file, "test");
        var saver = new TorchSaver();
        var items = ((PickleDictionary)((PickleDictionary)opened.Content!)["g_ema"]!).TextItems;
        return (saver, new Py.Dict([.. items.Select(item => ((object?)item.Key, (object?)saver.Tensor(opened.Tensors.Read(item.Key, item.Value))))]));
    }

    private static IEnumerable<(object? Key, object? Value)> Prefixed(Py.Dict dictionary, string prefix) => dictionary.Items.Select(item => ((object?)(prefix + item.Key), item.Value));
}
