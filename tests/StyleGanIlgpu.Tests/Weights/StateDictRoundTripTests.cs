using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A state dict that this library wrote is read back as the same network: tensors to the last bit, configuration, notes.</summary>
public sealed class StateDictRoundTripTests
{
    private static readonly StyleGan2Config Tiny = new() { ZDim = 3, WDim = 2, ImgResolution = 4, ImgChannels = 3, MappingLayers = 1 };

    [Theory]
    [MemberData(nameof(SafetensorsRoundTripTests.All), MemberType = typeof(SafetensorsRoundTripTests))]
    public void A_state_dict_holds_the_same_network(string name)
    {
        using var original = GoldenCheckpointTests.Open(name);
        using var stream = new MemoryStream();
        TorchStateDictWriter.Write(original, stream, null);
        using var read = Open(stream.ToArray());
        Assert.Equal("PyTorch state dict, protocol 4", read.Format);
        SafetensorsRoundTripTests.AssertSame(original, read);

        using var again = new MemoryStream();
        TorchStateDictWriter.Write(read, again, null);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    [Fact]
    public void It_makes_the_same_picture()
    {
        using var folder = new TemporaryFolder();
        using var original = ModelFile.OpenDefault();
        original.SaveStateDict(folder["a.pkl"], new Dictionary<string, string> { ["origin"] = "here" });
        using var read = ModelFile.Open(folder["a.pkl"]);
        Assert.Equal("here", read.Info.Metadata["origin"]);
        Assert.Equal(original.Info.Metadata["license"], read.Info.Metadata["license"]);
        Assert.Equal(Picture(original), Picture(read));
        Assert.Equal(["a.pkl"], folder.Files);

        static byte[] Picture(ModelFile file)
        {
            using var generator = Generator.Load(file, new GeneratorOptions { Device = "cpu" });
            using var image = generator.Generate(85);
            return image.AsRgb24().ToArray();
        }
    }

    [Fact]
    public void Notes_of_any_length_and_letter_survive()
    {
        var notes = new Dictionary<string, string> { [""] = "", ["version"] = "2", ["ü"] = "\"\n\u0001😀", ["long"] = new string('x', 100_000) };
        using var read = Open(Written(notes));
        Assert.Equal(new SortedDictionary<string, string>(notes, StringComparer.Ordinal), read.Metadata);
    }

    [Fact]
    public void Nothing_is_written_of_a_tensor_at_once()
    {
        using var original = CheckpointReader.OpenDefault();
        TorchStateDictWriter.Write(original, Stream.Null, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TorchStateDictWriter.Write(original, Stream.Null, null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.True(original.Parameters.All.Sum(parameter => 4L * parameter.Values.Length) > 3_900_000);
    }

    [Fact]
    public void A_damaged_state_dict_is_told_what_is_wrong_with_it()
    {
        var json = NetworkConfigJson.Write(Tiny);
        AssertRefused("tensor 'a' is not a tensor", StateDict(json, null, ("a", 5)));
        AssertRefused("the metadata 'stylegan.config' isn't text", StateDict(5, null));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", StateDict("{", null));
        AssertRefused("ZDim is 0, expected", StateDict(json.Replace("\"z_dim\":3", "\"z_dim\":0", StringComparison.Ordinal), null));
        var refused = Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(new MemoryStream(Written(null)), "test", "G").Dispose());
        Assert.Contains("a state dict holds a single network, expected several to choose 'G' from", refused.Message, StringComparison.Ordinal);

        // Metadata without a configuration is what any state dict has.
        AssertRefused("there is no network 'G_ema'", PickleWriter.Write(4, Ordered([("a", 5)], new Py.Dict(("_metadata", new Py.Dict(("", new Py.Dict(("version", 1)))))))));
    }

    [Fact]
    public void One_long_text_is_not_the_note_of_every_key()
    {
        var text = new string('x', 50_000);
        var pickle = StateDict(NetworkConfigJson.Write(Tiny), new Py.Dict([.. Enumerable.Range(0, 1000).Select(i => ((object?)$"{i}", (object?)text))]));
        using var read = Open(pickle);
        Assert.InRange(read.Metadata.Sum(note => (long)note.Value.Length), 50_000, pickle.Length);
    }

    private static byte[] StateDict(object config, object? notes, params (object? Key, object? Value)[] tensors) => PickleWriter.Write(4, Ordered(
        tensors, new Py.Dict(("_metadata", new Py.Dict(("", new Py.Dict(("stylegan.config", config), ("stylegan.notes", notes))))))));

    private static Py.Call Ordered((object? Key, object? Value)[] items, Py.Dict attributes) =>
        new(new Py.Global("collections", "OrderedDict"), [items.Select(item => (object?)new[] { item.Key, item.Value }).ToList()], attributes);

    private static byte[] Written(Dictionary<string, string>? notes)
    {
        using var checkpoint = new Checkpoint("test", "none", Tiny, new ParameterTable("test", new Dictionary<string, Plans.Parameter>()), new Dictionary<string, string>());
        using var stream = new MemoryStream();
        TorchStateDictWriter.Write(checkpoint, stream, notes);
        return stream.ToArray();
    }

    private static Checkpoint Open(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return CheckpointReader.Open(stream, "test", null);
    }

    private static void AssertRefused(string expected, byte[] file)
    {
        var message = Assert.Throws<ModelFormatException>(() => Open(file).Dispose()).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
