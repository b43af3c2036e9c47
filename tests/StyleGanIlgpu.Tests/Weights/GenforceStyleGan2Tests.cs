using StyleGanIlgpu.Plans;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A golden StyleGAN2 under genforce's names, as that program keeps its numbers, is the golden StyleGAN2 again.</summary>
public sealed class GenforceStyleGan2Tests
{
    [Theory]
    [InlineData("sg2_skip64")]
    [InlineData("sg2_fp16_64")]
    public void Its_names_and_forms_are_undone_exactly(string name)
    {
        using var golden = GoldenCheckpointTests.Open(name);
        var saver = new TorchSaver();
        var smooth = Theirs(golden, saver);
        foreach (var content in new[] { smooth, new Py.Dict(("generator", Theirs(golden, saver)), ("generator_smooth", smooth), ("discriminator", new Py.Dict())) })
        {
            using var read = StateDictTests.Open(saver.Archive(content));
            Assert.EndsWith("state dict of the genforce program", read.Format, StringComparison.Ordinal);
            var expected = golden.Parameters.All.ToList();
            Assert.Equal(expected.Count, read.Parameters.Count);
            Assert.All(expected, parameter => Comparable(parameter, read.Parameters.Require(parameter.Name, parameter.Shape)));
        }

        using var own = StateDictTests.Open(saver.Archive(smooth));
        using var official = StateDictTests.Open(saver.Archive(saver.StateDict(golden)));
        Assert.Equal(official.Config, own.Config);
        var (a, b) = (StateDictTests.Picture(official), StateDictTests.Picture(own));
        Golden.Comparison.AssertWithin<double, double>("picture", 5e-6, b, a);
    }

    [Fact]
    public void Classes_of_the_later_kind_are_embedded_as_in_official_networks()
    {
        using var golden = GoldenCheckpointTests.Open("sg2_skip64");
        var saver = new TorchSaver();
        var items = Theirs(golden, saver).Items.Where(item => (string)item.Key! != "mapping.dense0.weight");
        using var read = StateDictTests.Open(saver.Archive(new Py.Dict(
        [
            .. items, ("mapping.dense0.weight", saver.Tensor(new float[64 * 128], 64, 128)),
            ("mapping.LabelEmbed.weight", saver.Tensor(new float[64 * 5], 64, 5)), ("mapping.LabelEmbed.bias", saver.Tensor(new float[64], 64)),
        ])));
        Assert.Equal((5, 64), (read.Config.CDim, read.Config.ZDim));
        read.Parameters.Require("mapping.embed.weight", 64, 5);
        read.Parameters.Require("mapping.embed.bias", 64);
    }

    /// <summary>A matrix with a row for each class, which is normalised together with z.</summary>
    [Fact]
    public void Classes_of_the_earlier_kind_are_embedded_as_in_TensorFlow()
    {
        using var random = RandomNetwork.StyleGan2(SmallShapes.Two with { CDim = 3, ConvClamp = null, NumFp16Res = 0 });
        using var known = new Checkpoint(
            random.Source, random.Format, random.Config,
            new ParameterTable("plain", random.Parameters.All.Where(p => p.Name != "mapping.embed.bias").ToDictionary(p => p.Name)), random.Metadata);
        var saver = new TorchSaver();
        using var read = StateDictTests.Open(saver.Archive(Theirs(known, saver)));
        Assert.Equal(known.Config, read.Config);
        Assert.False(read.Parameters.Contains("mapping.embed.bias"));
        var embedding = known.Parameters.All.Single(p => p.Name == "mapping.embed.weight");
        Golden.Comparison.AssertSameBits("embedding", read.Parameters.Require(embedding.Name, embedding.Shape).Span, embedding.Span);
        Golden.Comparison.AssertWithin<double, double>("picture", 5e-6, StateDictTests.Picture(read), StateDictTests.Picture(known));
    }

    [Fact]
    public void What_is_not_of_its_StyleGan2_is_refused()
    {
        using var golden = GoldenCheckpointTests.Open("sg2_skip64");
        var saver = new TorchSaver();
        var theirs = Theirs(golden, saver).Items;
        StateDictTests.AssertRefused("tensor 'synthesis.skip_layer0.weight' isn't part of a StyleGAN2 generator of the genforce program", saver.Archive(new Py.Dict([.. theirs, ("synthesis.skip_layer0.weight", saver.Tensor([1], 1, 1, 1, 1))])));
    }

    /// <summary>A golden StyleGAN2 as that program would have saved it.</summary>
    internal static byte[] Archive(string golden)
    {
        using var checkpoint = GoldenCheckpointTests.Open(golden);
        var saver = new TorchSaver();
        return saver.Archive(new Py.Dict(("generator_smooth", Theirs(checkpoint, saver))));
    }

    // 1 is taken from a bias before it is saved, and added when it is read.
    private static void Comparable(Parameter expected, Parameter actual)
    {
        if (expected.Name.EndsWith("affine.bias", StringComparison.Ordinal))
            Golden.Comparison.AssertWithin<float, float>(expected.Name, 1e-6, actual.Span, expected.Span);
        else
            Golden.Comparison.AssertSameBits(expected.Name, actual.Span, expected.Span);
    }

    /// <summary>Names and forms by that program's own description: TensorFlow's kernels with the axes in PyTorch's order.</summary>
    private static Py.Dict Theirs(Checkpoint golden, TorchSaver saver)
    {
        var items = new List<(object? Key, object? Value)>();
        void Add(string theirs, string ours, int[]? shape = null, Func<float[], float[]>? change = null)
        {
            if (!golden.Parameters.TryGet(ours, out var parameter))
                return;
            var values = parameter.Values.ToArray();
            items.Add((theirs, saver.Tensor(change?.Invoke(values) ?? values, Array.ConvertAll(shape ?? parameter.Shape, extent => (long)extent))));
        }

        for (var i = 0; i < golden.Config.MappingLayers; i++)
        {
            Add($"mapping.dense{i}.weight", $"mapping.fc{i}.weight");
            Add($"mapping.dense{i}.bias", $"mapping.fc{i}.bias");
        }

        // A row for each class there, a column here.
        if (golden.Parameters.TryGet("mapping.embed.weight", out var embedding))
            items.Add(("mapping.label_weight", saver.Tensor(embedding.Transposed())));
        Add("truncation.w_avg", "mapping.w_avg");
        Add("synthesis.early_layer.const", "synthesis.b4.const", [1, .. golden.Parameters.All.First(p => p.Name == "synthesis.b4.const").Shape]);
        Add("synthesis.upsample.kernel", "synthesis.b4.resample_filter", [1, 1, 4, 4], Times4);
        var layer = 0;
        for (var resolution = 4; resolution <= golden.Config.ImgResolution; resolution *= 2)
        {
            var block = $"synthesis.b{resolution}";
            if (resolution > 4)
                AddLayer($"synthesis.layer{layer++}", $"{block}.conv0", resolution, isUpsampling: true);
            AddLayer($"synthesis.layer{layer}", $"{block}.conv1", resolution, isUpsampling: false);
            AddLayer($"synthesis.output{layer++ / 2}", $"{block}.torgb", resolution, isUpsampling: false);
        }

        return new Py.Dict([.. items]);

        void AddLayer(string theirs, string ours, int resolution, bool isUpsampling)
        {
            Add($"{theirs}.weight", $"{ours}.weight", change: isUpsampling ? values => [.. values.Chunk(9).SelectMany(kernel => kernel.Reverse())] : null);
            Add($"{theirs}.bias", $"{ours}.bias");
            Add($"{theirs}.style.weight", $"{ours}.affine.weight");
            Add($"{theirs}.style.bias", $"{ours}.affine.bias", change: values => Array.ConvertAll(values, value => value - 1));
            Add($"{theirs}.noise_strength", $"{ours}.noise_strength");
            Add($"{theirs}.noise", $"{ours}.noise_const", [1, 1, resolution, resolution]);
            if (isUpsampling)
                Add($"{theirs}.filter.kernel", $"{ours}.resample_filter", [1, 1, 4, 4], Times4);
        }
    }

    private static float[] Times4(float[] values) => Array.ConvertAll(values, value => value * 4);
}
