using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Files of good networks with something beside them that this library has no use for, and files that make much of little.</summary>
public sealed class UntidyFileTests
{
    /// <summary>What programs keep beside their networks: options with paths and dates, histories, objects of their own.</summary>
    [Fact]
    public void Harmless_objects_beside_a_network_cost_nothing()
    {
        static Py.Call Call(string module, string name, params object?[] arguments) => new(new Py.Global(module, name), arguments);
        object?[] beside =
        [
            Call("collections", "defaultdict", new Py.Global("builtins", "list")),
            Call("collections", "deque", new List<object?> { 1, 2 }, 10),
            Call("datetime", "datetime", new byte[] { 7, 234, 11, 27, 1, 2, 3, 0, 0, 0 }),
            Call("pathlib", "PosixPath", "/", "data"),
            Call("builtins", "complex", 1.0, 2.0),
            Call("builtins", "range", 0, 5, 1),
            new Py.New(new Py.Global("types", "SimpleNamespace"), [], new Py.Dict(("type", new Py.Global("builtins", "float")))),
            new Py.New(new Py.Global("argparse", "Namespace"), [], new Py.Dict(("out", Call("pathlib", "PosixPath", "/", "out")))),
            // The discriminator of a StyleGAN-XL.
            new Py.New(new Py.Global("pg_modules.discriminator", "ProjectedDiscriminator"), [], new Py.Dict(
                ("_modules", new Py.Dict(("net", new Py.New(new Py.Global("timm.models.vision_transformer", "VisionTransformer"), [])))))),
        ];
        using var plain = StateDictTests.Open(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        using var untidy = StateDictTests.Open(PickleWriter.Write(4, new Py.Dict(
            [("G_ema", TinyStyleGan2.Generator()), .. beside.Select((value, i) => ((object?)$"beside{i}", value))])));
        SafetensorsRoundTripTests.AssertSameTensors(plain, untidy);
    }

    /// <summary>Protocols 0 and 1 make objects by a function; here as Python 2 writes them.</summary>
    [Theory]
    [InlineData("ccopy_reg\n_reconstructor\np0\n(cdnnlib.tflib.network\nNetwork\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n(dp5\nS'version'\np6\nI4\nsb.", "tensorflow network")]
    [InlineData("ccopyreg\n_reconstructor\n(ctfutil\nNetwork\ncbuiltins\nobject\nNtR.", "tensorflow network")]
    [InlineData("ccopy_reg\n_reconstructor\n(cargparse\nNamespace\nc__builtin__\nobject\nNtR.", "argparse.Namespace")]
    public void Objects_of_the_oldest_protocols_are_records(string pickle, string name) =>
        Assert.Equal(name, Assert.IsType<PickleRecord>(PickleMachineTests.Machine([.. pickle.Select(letter => (byte)letter)]).Run()).Name);

    [Theory]
    [InlineData("ccopy_reg\n_reconstructor\n(ccopy_reg\n_reconstructor\nc__builtin__\nobject\nNtR.", "refuses to make an instance of what makes instances")]
    [InlineData("ccopy_reg\n_reconstructor\n(cos\nsystem\nc__builtin__\nobject\nNtR.", "refuses the global 'os.system'")]
    [InlineData("ctimm.models\nos\n.", "refuses the global 'timm.models.os'")]
    [InlineData("ctimm.models\n_Private\n.", "refuses the global 'timm.models._Private'")]
    [InlineData("ctimm\nModel.__init__\n.", "refuses the global 'timm.Model.__init__'")]
    [InlineData("ctimmy.models\nNet\n.", "refuses the global 'timmy.models.Net'")]
    public void What_lies_behind_them_is_refused(string pickle, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => PickleMachineTests.Machine([.. pickle.Select(letter => (byte)letter)]).Run()).Message, StringComparison.Ordinal);

    /// <summary>Layers that are all one repeated number: small in the file, and an average over them would take minutes.</summary>
    [Fact]
    public void An_average_is_not_estimated_over_layers_that_the_file_does_not_hold()
    {
        var saver = new TorchSaver();
        var (matrix, vector) = (PyTorch.Tensor(saver.Storage("FloatStorage", 1, new byte[4]), 0, [600, 600], [0, 0]), PyTorch.Tensor(saver.Storage("FloatStorage", 1, new byte[4]), 0, [600], [0]));
        var layers = Enumerable.Range(1, 40).SelectMany(i => new (object? Key, object? Value)[] { ($"style.{i}.weight", matrix), ($"style.{i}.bias", vector) });
        var others = TinyRosinality.Items(saver, w: 600).Where(item => !((string)item.Key!).StartsWith("style.", StringComparison.Ordinal));
        StateDictTests.AssertRefused("weights, more than a file of", saver.Archive(new Py.Dict(("g_ema", new Py.Dict([.. layers, .. others])))));
    }

    [Fact]
    public void Names_that_are_longer_than_the_file_are_refused()
    {
        var (name, tensor) = (new string('n', 4000), PyTorch.Numbers(1));
        var module = PyTorch.Module("M", new Py.Dict([.. Enumerable.Range(0, 50).Select(i => ((object?)$"{i}", (object?)tensor))]));
        for (var depth = 0; depth < 25; depth++)
            module = PyTorch.Module("M", modules: new Py.Dict((name, module)));
        var file = PickleWriter.Write(4, PyTorch.Module("Generator", modules: new Py.Dict(("mapping", module), ("synthesis", PyTorch.Module("S")))));
        StateDictTests.AssertRefused("the names of the network's tensors are longer than the file", file);
    }

    /// <summary>Many dicts behind long names: the names are put together for what is found, not for every dict.</summary>
    [Fact]
    public void Looking_for_a_generator_takes_no_more_than_the_file()
    {
        var (name, empties) = (string.Concat(Enumerable.Repeat("a.", 2000)), Enumerable.Range(0, 3000).Select(i => ((object?)$"{i}", (object?)new Py.Dict())).ToArray());
        var file = PickleWriter.Write(4, new Py.Dict((name, new Py.Dict((name, new Py.Dict(empties))))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        StateDictTests.AssertRefused("there is no network 'G_ema'", file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L * file.Length);
    }

    /// <summary>What PyTorch's strict loading asks for: every filter that official networks hold, be it used or not.</summary>
    [Theory]
    [InlineData("ros32.pt")]
    [InlineData("tf_sg2_32.pkl")]
    public void State_dicts_of_other_programs_networks_have_all_official_names(string file)
    {
        using var checkpoint = CheckpointReader.Open(GoldenFolder.PathOf(file), null);
        using var official = GoldenCheckpointTests.Open("sg2_skip64");
        string[] Names(Checkpoint of) => [.. of.Parameters.All.Select(parameter => parameter.Name).Where(name => !name.Contains("b64.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(Names(official), Names(checkpoint));
    }
}
