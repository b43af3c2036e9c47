namespace StyleGanIlgpu.Tests.Weights;

/// <summary>PyTorch files that hold something else are told what they hold, whatever dicts and prefixes are around it.</summary>
public sealed class OtherContentTests
{
    public static TheoryData<string, string> Tensors => new()
    {
        { "b4.mbstd.weight", "a discriminator without its generator" },
        { "b4.out.weight", "a discriminator without its generator" },
        { "final_linear.0.weight", "a discriminator without its generator" },
        { "encoder.input_layer.0.weight", "an encoder of pictures (pSp, e4e, ArcFace), without the generator" },
        { "input_layer.0.weight", "an encoder of pictures" },
        { "lin0.model.1.weight", "the weights of LPIPS" },
        { "features.0.weight", "the weights of a VGG network" },
        { "Mixed_5b.branch1x1.conv.weight", "the weights of an Inception network" },
        { "layer1.0.conv1.weight", "the weights of a ResNet" },
        { "G.initial_block", "a checkpoint of lucidrains' stylegan2-pytorch, another architecture" },
        { "GE.initial_block", "a checkpoint of lucidrains' stylegan2-pytorch, another architecture" },
        { "to_rgbs.0.iwt.ll", "a SWAGAN generator" },
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Networks_are_told_by_the_name_of_a_tensor(string name, string expected)
    {
        foreach (var prefix in new[] { "", "module.", "net.module." })
        {
            var saver = new TorchSaver();
            var tensors = new Py.Dict(("other.weight", saver.Tensor([1], 1)), (prefix + name, saver.Tensor([1], 1)));
            foreach (var content in new[] { tensors, new Py.Dict(("GAN", tensors), ("version", "1.8.5")), new Py.Dict(("a", new Py.Dict(("b", tensors)))) })
            {
                StateDictTests.AssertRefused(expected, saver.Archive(content));
                StateDictTests.AssertRefused(expected, saver.Stream(content));
            }
        }

        // A part of a longer name is another name.
        var other = new TorchSaver();
        StateDictTests.AssertRefused("there is no network 'G_ema'", other.Archive(new Py.Dict(($"{name}x", other.Tensor([1], 1)), ("xfeatures.0.weight", other.Tensor([1], 1)))));
    }

    [Fact]
    public void Other_things_are_told_by_their_keys()
    {
        var saver = new TorchSaver();
        AssertTold("the state of an optimizer", new Py.Dict(("state", new Py.Dict()), ("param_groups", new List<object?>())));
        AssertTold("a data set", new Py.Dict(("data", saver.Tensor([1], 1)), ("labels", new List<object?> { 1 })));
        AssertTold("the options of a training run", new Py.Dict(("G_kwargs", new Py.Dict(("class_name", "training.networks.Generator"))), ("batch_size", 32)));
        AssertTold("the options of a program", new Py.New(new Py.Global("argparse", "Namespace"), [], new Py.Dict(("lr", 0.1))));
        AssertTold("an empty dict, expected a network", new Py.Dict());
        AssertTold("a single tensor", saver.Tensor([1], 1));

        void AssertTold(string expected, object content) => StateDictTests.AssertRefused(expected, saver.Archive(content));
    }

    [Fact]
    public void Dicts_in_themselves_are_not_followed_for_ever()
    {
        // }q\0 X a h\0 s: a dict that holds itself.
        byte[] cycle = [0x80, 2, .. "}q\0X\u0001\0\0\0ah\0s."u8];
        StateDictTests.AssertRefused("there is no network 'G_ema'", cycle);

        // Every level holds the next one many times.
        var level = new Py.Dict(("x", 1));
        for (var depth = 0; depth < 20; depth++)
            level = new Py.Dict([.. Enumerable.Range(0, 20).Select(i => ((object?)$"{i}", (object?)level))]);
        StateDictTests.AssertRefused("there is no network 'G_ema'", PickleWriter.Write(4, level));
    }

    [Fact]
    public void Many_generators_in_one_file_are_not_a_bomb()
    {
        var saver = new TorchSaver();
        var tensor = saver.Tensor([1], 1);
        var items = Enumerable.Range(0, 20_000).Select(i => ((object?)$"g{i}.input.input", (object?)tensor)).ToArray();
        var file = saver.Archive(new Py.Dict(items));
        var before = GC.GetAllocatedBytesForCurrentThread();
        StateDictTests.AssertRefused("the file holds several generators, 'g0', 'g1'", file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (32L << 20) + (40L * file.Length));
    }
}
