using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Networks;
using StyleGanIlgpu.Tests.Ops;
using StyleGanIlgpu.Tests.RandomNetworks;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A golden StyleGAN1 under genforce's names, as that program keeps its numbers, is the golden StyleGAN1 again.</summary>
public sealed class GenforceStyleGan1Tests
{
    /// <summary>All kernels of the smaller one are the other way round; the last one of the larger isn't.</summary>
    [Theory]
    [InlineData("tf_sg1_32")]
    [InlineData("tf_sg1_128")]
    public void Its_names_and_forms_are_undone_exactly_and_give_the_golden_picture(string name)
    {
        using var golden = GoldenCheckpointTests.Open(name);
        var saver = new TorchSaver();
        using var read = StateDictTests.Open(saver.Archive(Theirs(golden, saver)));
        Assert.Equal("PyTorch archive, state dict of the genforce program", read.Format);
        Assert.StartsWith("tensors only; supposed: ", read.Metadata["state_dict"], StringComparison.Ordinal);
        AssertSame(golden, read);

        var (arrays, network) = (GoldenNetwork.Open(name).Arrays, GeneratorNetwork.Bind(read));
        var picture = new NetworkRun(EngineUnderTest.Find("cpu").Shared, network).Synthesize(arrays["ws_rand"].Doubles).Values;
        Comparison.AssertWithin<double, double>("picture", 2e-5, picture, arrays["img_ws_rand"].Doubles);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.75)]
    public void Classes_growth_and_checkpoints_of_a_training(double lod)
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One with { CDim = 4, Lod = lod, ImgChannels = 1 });
        var saver = new TorchSaver();
        var theirs = Theirs(known, saver);
        using var read = StateDictTests.Open(saver.Archive(new Py.Dict(
            ("models", new Py.Dict(("discriminator", new Py.Dict()), ("generator", new Py.Dict()), ("generator_smooth", theirs))), ("running_metadata", new Py.Dict()))));
        AssertSame(known, read);
        Assert.Equal(StateDictTests.Picture(known), StateDictTests.Picture(read));
    }

    [Fact]
    public void What_is_not_of_its_StyleGan1_is_refused()
    {
        using var known = RandomNetwork.StyleGan1(SmallShapes.One);
        var saver = new TorchSaver();
        var theirs = Theirs(known, saver).Items;
        var channels = known.Parameters.All.Single(p => p.Name == "synthesis.b8.conv0.bias").Shape[0];
        AssertRefused("tensor 'synthesis.layer0.noise_strength' isn't part of a StyleGAN1 generator of the genforce program", "synthesis.layer0.noise_strength", saver.Tensor([1], 1));
        AssertRefused("tensor 'synthesis.layer1.blur.kernel' isn't part of", "synthesis.layer1.blur.kernel", Blur(saver, channels));
        AssertRefused("tensor 'synthesis.layer2.blur.kernel' isn't the blur of StyleGAN1", "synthesis.layer2.blur.kernel", saver.Tensor(new float[9 * channels], channels, 1, 3, 3));
        AssertRefused("tensor 'synthesis.layer2.blur.kernel' isn't the blur of StyleGAN1", "synthesis.layer2.blur.kernel", saver.Tensor(new float[4], 1, 1, 2, 2));
        AssertRefused("tensor 'synthesis.layer0.apply_noise.weight' has the shape [4, 4], expected 1 axes", "synthesis.layer0.apply_noise.weight", saver.Tensor(new float[16], 4, 4));
        AssertRefused("Lod is 3, expected 0 to 2", "synthesis.lod", saver.Tensor([3]));
        AssertRefused("tensor 'mapping.dense0.weight' is missing or misshapen", "mapping.dense", null);
        AssertRefused("tensor 'synthesis.layer5.style.weight' is missing or misshapen", "synthesis.layer5.style.weight", null);
        AssertRefused("tensor 'synthesis.output2.weight' is missing or misshapen", "synthesis.output2.weight", null);

        void AssertRefused(string expected, string name, Py? tensor) => StateDictTests.AssertRefused(
            expected, saver.Archive(new Py.Dict([.. theirs.Where(item => !((string)item.Key!).StartsWith(name, StringComparison.Ordinal)), .. tensor is null ? [] : new (object?, object?)[] { (name, tensor) }])));
    }

    /// <summary>A golden StyleGAN1 as that program would have saved it.</summary>
    internal static byte[] Archive(string golden)
    {
        using var checkpoint = GoldenCheckpointTests.Open(golden);
        var saver = new TorchSaver();
        return saver.Archive(new Py.Dict(("generator_smooth", Theirs(checkpoint, saver))));
    }

    private static void AssertSame(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(NetworkConfigJson.Write(expected.Config), NetworkConfigJson.Write(actual.Config));
        SafetensorsRoundTripTests.AssertSameTensors(expected, actual);
    }

    /// <summary>Names and forms by that program's own description: TensorFlow's variables with the axes in PyTorch's order.</summary>
    private static Py.Dict Theirs(Checkpoint known, TorchSaver saver)
    {
        var items = new List<(object? Key, object? Value)> { ("synthesis.lod", saver.Tensor([(float)((StyleGan1Config)known.Config).Lod])) };
        for (var i = 0; i < known.Config.MappingLayers; i++)
        {
            Add($"mapping.dense{i}.weight", $"mapping.fc{i}.weight");
            Add($"mapping.dense{i}.bias", $"mapping.fc{i}.bias");
        }

        if (known.Parameters.TryGet("mapping.embed.weight", out var embedding))
            items.Add(("mapping.label_weight", saver.Tensor(embedding.Transposed())));
        Add("truncation.w_avg", "mapping.w_avg");
        Add("synthesis.layer0.const", "synthesis.b4.const", [1]);
        for (var (resolution, block) = (4, 0); resolution <= known.Config.ImgResolution; resolution *= 2, block++)
        {
            for (var i = 0; i < 2; i++)
            {
                var (theirs, ours) = ($"synthesis.layer{(2 * block) + i}", $"synthesis.b{resolution}.conv{i}");
                Add($"{theirs}.weight", $"{ours}.weight", [], isMirrored: i == 0 && resolution < 128);
                Add($"{theirs}.bias", $"{ours}.bias");
                Add($"{theirs}.style.weight", $"{ours}.affine.weight");
                Add($"{theirs}.style.bias", $"{ours}.affine.bias");
                Add($"{theirs}.apply_noise.weight", $"{ours}.noise_strength");
                Add($"{theirs}.apply_noise.noise", $"{ours}.noise_const", [1, 1]);
                if (i == 0 && known.Parameters.TryGet($"{ours}.weight", out var weight))
                    items.Add(($"{theirs}.blur.kernel", Blur(saver, weight.Shape[0])));
            }

            Add($"synthesis.output{block}.weight", $"synthesis.b{resolution}.torgb.weight");
            Add($"synthesis.output{block}.bias", $"synthesis.b{resolution}.torgb.bias");
        }

        return new Py.Dict([.. items]);

        void Add(string theirs, string ours, long[]? more = null, bool isMirrored = false)
        {
            if (!known.Parameters.TryGet(ours, out var parameter))
                return;
            var values = isMirrored ? parameter.Mirrored().Values : parameter.Values;
            items.Add((theirs, saver.Tensor(values.ToArray(), [.. more ?? [], .. parameter.Shape.Select(extent => (long)extent)])));
        }
    }

    private static Py Blur(TorchSaver saver, int channels) =>
        saver.Tensor([.. Enumerable.Repeat<float[]>([1, 2, 1, 2, 4, 2, 1, 2, 1], channels).SelectMany(kernel => kernel.Select(tap => tap / 16))], channels, 1, 3, 3);
}
