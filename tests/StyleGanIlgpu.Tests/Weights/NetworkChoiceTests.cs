using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Which network of a file is taken, and what is said where there is none to take.</summary>
public sealed class NetworkChoiceTests
{
    [Fact]
    public void G_ema_is_the_default_and_a_key_picks_another()
    {
        using var chosen = GoldenCheckpointTests.Open("sg2_skip64");
        using var ema = GoldenCheckpointTests.Open("sg2_skip64", "G_ema");
        using var raw = GoldenCheckpointTests.Open("sg2_skip64", "G");
        SafetensorsRoundTripTests.AssertSameTensors(chosen, ema);
        Assert.NotEqual(
            ema.Parameters.Require("mapping.fc0.weight", 64, 64).Span.ToArray(),
            raw.Parameters.Require("mapping.fc0.weight", 64, 64).Span.ToArray());
    }

    [Theory]
    [InlineData("sg2_skip64", "D", "'D' is of the class 'Discriminator', expected a generator")]
    [InlineData("sg2_skip64", "augment_pipe", "'augment_pipe' is of the class 'AugmentPipe', expected a generator")]
    [InlineData("sg2_fp16_64", "augment_pipe", "'augment_pipe' is None, expected a generator")]
    [InlineData("sg2_skip64", "training_set_kwargs", "'training_set_kwargs' is a dict, expected a generator")]
    [InlineData("sg2_skip64", "g_ema", "there is no network 'g_ema', the file holds 'G' (Generator), 'D' (Discriminator), 'G_ema' (Generator), 'augment_pipe' (AugmentPipe)")]
    [InlineData("sg2_z512_32", "G", "there is no network 'G', the file holds 'G_ema' (Generator)")]
    [InlineData("tf_sg1_32", "D", "'D' is a discriminator (D_basic); expected the generator of a StyleGAN1 or StyleGAN2")]
    [InlineData("tf_sg2_32", "G_ema", "there is no network 'G_ema', the file holds 'G', 'D', 'Gs'")]
    public void What_can_not_be_taken_is_named(string name, string? key, string expected)
    {
        var message = Assert.Throws<ModelFormatException>(() => GoldenCheckpointTests.Open(name, key).Dispose()).Message;
        Assert.StartsWith($"{GoldenFolder.PathOf($"{name}.pkl")}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_generator_is_the_network()
    {
        using var bare = Open(PickleWriter.Write(4, TinyStyleGan2.Generator()));
        using var wrapped = Open(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        SafetensorsRoundTripTests.AssertSameTensors(wrapped, bare);
        AssertRefused("the file is a single network, expected several to choose 'G' from", PickleWriter.Write(4, TinyStyleGan2.Generator()), "G");
    }

    [Fact]
    public void Other_pickles_are_described()
    {
        AssertRefused("there is no network 'G_ema', the file holds no networks, only 'a', 'b'", PickleWriter.Write(4, new Py.Dict(("a", 1), ("b", 2))));
        AssertRefused("the file holds an empty dict, expected a network", PickleWriter.Write(4, new Py.Dict()));
        AssertRefused("the pickle holds a list, expected a dict of networks or a generator", PickleWriter.Write(4, new List<object?> { 1, 2 }));
        AssertRefused("the pickle holds a number", PickleWriter.Write(4, 5));
        AssertRefused("'G_ema' is a tensor, expected a generator", PickleWriter.Write(4, new Py.Dict(("G_ema", PyTorch.Tensor([1], 1)))));
        AssertRefused(
            "neither a StyleGAN2 (block 'b4') nor a StyleGAN3 (layer 'input'); it has 'x'",
            PickleWriter.Write(4, PyTorch.Module("Generator", modules: new Py.Dict(
                ("mapping", PyTorch.Module("M")), ("synthesis", PyTorch.Module("S", modules: new Py.Dict(("x", PyTorch.Module("X")))))))));
    }

    [Fact]
    public void Names_from_the_file_stay_on_the_line()
    {
        var key = "a\nb\u001b[31mc\u202ed\u2028e\u0085f";
        AssertRefused("only 'a b [31mc d e f'", PickleWriter.Write(4, new Py.Dict((key, 1))));
        var message = Assert.Throws<ModelFormatException>(() => Open(TinyStyleGan2.Snapshot(4, PyTorch.Module(new string('x', 4000)))).Dispose()).Message;
        Assert.InRange(message.Length, 100, 1003);
    }

    [Fact]
    public void Safetensors_hold_one_network_only()
    {
        using var folder = new TemporaryFolder();
        using (var original = GoldenCheckpointTests.Open("sg2_z512_32"))
            StyleGanIlgpu.Weights.Safetensors.SafetensorsWriter.Write(original, folder["a"], null);
        Assert.Contains(
            "safetensors hold a single network, expected several to choose 'G' from",
            Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(folder["a"], "G").Dispose()).Message,
            StringComparison.Ordinal);
    }

    private static Checkpoint Open(byte[] pickle, string? key = null)
    {
        using var stream = new MemoryStream(pickle);
        return CheckpointReader.Open(stream, "test", key);
    }

    private static void AssertRefused(string expected, byte[] pickle, string? key = null)
    {
        var message = Assert.Throws<ModelFormatException>(() => Open(pickle, key).Dispose()).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
