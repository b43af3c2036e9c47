using System.Text;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Pickles that want to run something, or to take the machine down: each is refused in one line, with little memory.</summary>
public sealed class HostilePickleTests
{
    public static TheoryData<string, string> Globals => new()
    {
        { "os", "system" },
        { "posix", "system" },
        { "nt", "system" },
        { "builtins", "eval" },
        { "builtins", "exec" },
        { "builtins", "getattr" },
        { "builtins", "__import__" },
        { "__builtin__", "eval" },
        { "subprocess", "Popen" },
        { "importlib", "import_module" },
        { "operator", "attrgetter" },
        { "functools", "partial" },
        { "pickle", "loads" },
        { "torch", "load" },
        { "torch.hub", "load" },
        { "torch.storage", "os.system" },
        { "torch.serialization", "load" },
        { "torch_utils.persistence", "_module_to_src_dict" },
        { "torch_utils.persistence", "exec" },
        { "numpy", "load" },
        { "numpy.testing._private.utils", "runstring" },
        { "dnnlib.util", "call_func_by_name" },
        { "collections", "OrderedDict.__reduce__" },
        { "copyreg", "add_extension" },
        { "codecs", "decode" },
        { "_codecs", "decode" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Globals))]
    public void A_global_off_the_list_is_refused_by_name_however_it_is_spelt(string module, string name)
    {
        var expected = $"refuses the global '{module}.{name}'";
        var global = new Py.Global(module, name);
        for (var protocol = 2; protocol <= 5; protocol++)
        {
            AssertRefused(expected, PickleWriter.Write(protocol, new Py.Call(global, ["echo"])));
            AssertRefused(expected, PickleWriter.Write(protocol, new Py.New(global, ["echo"])));
            AssertRefused(expected, PickleWriter.Write(protocol, global));
            AssertRefused(expected, TinyStyleGan2.Snapshot(protocol, TinyStyleGan2.Generator(root: [("x", global)])));
        }

        AssertRefused(expected, Protocol2($"(c{module}\n{name}\nS'echo'\no."));
        AssertRefused(expected, Protocol2($"(S'echo'\ni{module}\n{name}\n."));
        if (module.Length > 0)
            AssertRefused(expected, Encoding.Latin1.GetBytes($"c{module}\n{name}\n(S'echo'\ntR."));
    }

    [Fact]
    public void A_storage_is_held_to_the_same_list()
    {
        byte[] blob = [.. Protocol2("cos\nsystem\n(S'echo'\ntR.")];
        var storage = new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [blob]);
        AssertRefused("refuses the global 'os.system'", TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(fcWeight: PyTorch.Tensor(storage, 0, [2, 3], [3, 1]))));
    }

    [Fact]
    public void Names_can_not_write_to_the_terminal() =>
        AssertRefused("refuses the global 'os?31m.system?'", PickleWriter.Write(4, new Py.Global("os\u001b31m", "system\u0007")));

    [Fact]
    public void Only_functions_and_classes_of_the_list_are_called()
    {
        AssertRefused("refuses to call 'torch.float32'", PickleWriter.Write(4, new Py.Call(new Py.Global("torch", "float32"), [])));
        AssertRefused("refuses to call 'torch.FloatStorage'", PickleWriter.Write(4, new Py.New(new Py.Global("torch", "FloatStorage"), [5])));
        AssertRefused("refuses to call 'numpy.ndarray'", PickleWriter.Write(4, new Py.Call(new Py.Global("numpy", "ndarray"), [new object?[] { 1 << 30 }])));
        AssertRefused("refuses to call a value that isn't a global", PickleWriter.Write(4, new Py.Call("os.system", ["echo"])));
        AssertRefused("refuses to call a value that isn't a global", PickleWriter.Write(4, new Py.Call(new Py.Call(new Py.Global("collections", "OrderedDict"), []), [])));
    }

    [Fact]
    public void References_to_outside_are_refused()
    {
        AssertRefused("refuses a reference to something outside the file", PickleWriter.Write(4, new Py.Persistent("x")));
        AssertRefused("refuses a reference to something outside the file", Protocol2("Px\n."));
        AssertRefused("extension registries are refused", [0x80, 2, 0x82, 1, (byte)'.']);
        AssertRefused("extension registries are refused", [0x80, 2, 0x83, 1, 0, (byte)'.']);
        AssertRefused("extension registries are refused", [0x80, 2, 0x84, 1, 0, 0, 0, (byte)'.']);
        AssertRefused("buffers outside the file are refused", [0x80, 5, 0x97, (byte)'.']);
        AssertRefused("expected none", [0x80, 4, .. "ccollections\nOrderedDict\n)}K\u0001K\u0001s"u8, 0x92, (byte)'.']);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        const int Deep = 1_000_000;
        AssertRefused("nested deeper than 1000", Protocol2($"{new string('(', Deep)}{new string('l', Deep)}."));
        AssertRefused("values on the stack", Protocol2($"{new string(']', Deep)}{new string('a', Deep - 1)}."));
        // A tuple in a tuple in a tuple needs no stack, and nothing that walks it follows it down.
        AssertRefused("operations", [0x80, 2, (byte)')', .. Enumerable.Repeat((byte)0x85, Deep), (byte)'.']);
        AssertRefused("the pickle holds a tuple", [0x80, 2, (byte)')', .. Enumerable.Repeat((byte)0x85, 4000), (byte)'.']);
        AssertRefused("isn't a whole number", TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(root: [("z_dim", Nested(300))])));
    }

    [Fact]
    public void Objects_for_a_byte_each_are_bounded()
    {
        AssertRefused("more operations than a checkpoint of this size can need", Protocol2(string.Concat(Enumerable.Repeat("}0", 4_000_000))));
        AssertRefused("values on the stack", Protocol2(new string('}', 8_000_000)));
    }

    [Fact]
    public void Copying_one_list_again_and_again_is_bounded()
    {
        var list = new List<object?>(Enumerable.Repeat((object?)null, 20_000));
        var copies = Enumerable.Range(0, 5_000).Select(_ => (object?)new Py.Call(new Py.Global("builtins", "list"), [list])).ToList();
        AssertRefused("more operations than a checkpoint of this size can need", PickleWriter.Write(4, copies));
    }

    [Fact]
    public void Shared_modules_that_double_at_every_level_are_not_followed()
    {
        var module = PyTorch.Module("X");
        for (var level = 0; level < 25; level++)
            module = PyTorch.Module("X", modules: new Py.Dict(("a", module), ("b", module), ("c", module)));
        AssertRefused("the names of the network's tensors are longer than the file", TinyStyleGan2.Snapshot(4, WithPart(module)));

        // Wide instead of deep: one large dict of nothing, seen from many modules.
        var wide = new Py.Dict([.. Enumerable.Range(0, 5_000).Select(i => ((object?)$"x{i}", (object?)null))]);
        var many = PyTorch.Module("X", modules: new Py.Dict([.. Enumerable.Range(0, 200).Select(i => ((object?)$"m{i}", (object?)PyTorch.Module("X", wide)))]));
        AssertRefused("hold more than 20000 items", TinyStyleGan2.Snapshot(4, WithPart(many)));
    }

    [Fact]
    public void A_module_inside_itself_is_not_followed_round()
    {
        // }q\0 makes the dict of modules, and the module that contains it is set into it afterwards.
        var pickle = Protocol2(
            "ctorch_utils.persistence\n_reconstruct_persistent_obj\n}(X\n\0\0\0class_nameX\u0001\0\0\0XX\u0005\0\0\0state}X\u0008\0\0\0_modules}q\0su" +
            "\u0085Rq\u0001" +
            "h\0(X\u0007\0\0\0mappingh\u0001X\u0009\0\0\0synthesish\u0001u0h\u0001.");
        AssertRefused("the network's module 'mapping' contains itself", pickle);
        // No cycle, but deep: a module in a module in a module.
        var module = PyTorch.Module("X");
        for (var level = 0; level < 40; level++)
            module = PyTorch.Module("X", modules: new Py.Dict(("a", module)));
        AssertRefused("nest deeper than 32", TinyStyleGan2.Snapshot(4, WithPart(module)));
    }

    [Fact]
    public void Lengths_are_checked_before_memory_is_taken()
    {
        byte[] most = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        foreach (var opcode in new byte[] { 0x8D, 0x8E, 0x96 })
        {
            AssertRefused("18446744073709551615 more bytes are expected", [0x80, 5, opcode, .. most]);
            AssertRefused("9223372036854775807 more bytes are expected", [0x80, 5, opcode, .. most[..7], 0x7F, 1, 2, 3]);
        }

        foreach (var opcode in "XBT"u8.ToArray())
            AssertRefused("4294967295 more bytes are expected", [0x80, 3, opcode, .. most[..4], 1, 2, 3]);
        AssertRefused("a frame of 18446744073709551615 bytes", [0x80, 4, 0x95, .. most]);
        AssertRefused("a whole number of 4294967295 bytes", [0x80, 2, 0x8B, .. most[..4]]);
        AssertRefused("a line of at most", Protocol2($"L{new string('9', 5_000)}L\n."));
        AssertRefused("a line of at most", Protocol2($"S'{new string('a', 100_000)}'\n."));
    }

    internal static Py WithPart(Py part) =>
        PyTorch.Module("Generator", modules: new Py.Dict(("mapping", PyTorch.Module("M")), ("synthesis", PyTorch.Module("S", modules: new Py.Dict(("b4", part))))));

    private static List<object?> Nested(int depth)
    {
        var list = new List<object?>();
        for (var level = 0; level < depth; level++)
            list = [list];
        return list;
    }

    internal static byte[] Protocol2(string latin1) => [0x80, 2, .. Encoding.Latin1.GetBytes(latin1)];

    /// <summary>Refused in one line that says so, with little memory.</summary>
    internal static void AssertRefused(string expected, byte[] pickle)
    {
        using var stream = new MemoryStream(pickle);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(stream, "test", null).Dispose()).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (32L << 20) + (40L * pickle.Length));
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
