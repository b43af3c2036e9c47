using System.Text;
using StyleGanIlgpu.Weights.Pickle;
using static StyleGanIlgpu.Tests.Weights.HostilePickleTests;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// The ways by which pickles have come past scanners and lists of forbidden names. A list of allowed names knows none of them as special:
/// each names a global that isn't on it, or gives data to something that stays data.
/// </summary>
public sealed class PickleBypassTests
{
    public static TheoryData<string, string> Disguises => new()
    {
        // Dots: protocol 4 looks names up part by part, so an allowed module can lead anywhere.
        { "collections", "OrderedDict.__init__.__globals__" },
        { "collections", "_sys.modules" },
        { "torch", "serialization.os.system" },
        { "torch.storage", "_load_from_bytes.__globals__.get" },
        { "torch.nn.modules.linear", "Linear.forward.__globals__" },
        { "torch._utils", "sys.modules" },
        { "numpy", "dtype.__reduce__" },
        { "builtins", "dict.update" },
        { "dnnlib.util", "EasyDict.__class__" },

        // Nearly the same name: letters of other alphabets, invisible ones, ends, case, spaces.
        { "c\u043Ellections", "OrderedDict" },
        { "collections", "\u041ErderedDict" },
        { "\uFF43ollections", "OrderedDict" },
        { "collections\u200B", "OrderedDict" },
        { "collections\0", "OrderedDict" },
        { "collections", "OrderedDict\0system" },
        { "collections ", "OrderedDict" },
        { "collections", " OrderedDict" },
        { "collections OrderedDict", "" },
        { "", "collections OrderedDict" },
        { "Collections", "OrderedDict" },
        { "collections.", "OrderedDict" },
        { "COLLECTIONS", "ORDEREDDICT" },

        // Aliases and less known ways to the same functions.
        { "posixpath", "os.system" },
        { "os.path", "os.system" },
        { "pty", "spawn" },
        { "runpy", "run_path" },
        { "pip", "main" },
        { "asyncio.unix_events", "_UnixSubprocessTransport._start" },
        { "bdb", "Bdb.run" },
        { "pdb", "run" },
        { "timeit", "timeit" },
        { "cProfile", "runctx" },
        { "code", "InteractiveInterpreter" },
        { "ctypes", "CDLL" },
        { "webbrowser", "open" },
        { "shutil", "rmtree" },
        { "torch.jit", "load" },
        { "torch._inductor.codecache", "compile_file" },
        { "torch.utils.bottleneck.__main__", "run_cprofile" },
        { "numpy.f2py.crackfortran", "myeval" },
        { "idlelib.run", "Executive.runcode" },
        { "types", "FunctionType" },
        { "marshal", "loads" },
        { "operator", "methodcaller" },
        { "builtins", "compile" },
        { "builtins", "open" },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_name_in_disguise_is_not_on_the_list(string module, string name)
    {
        AssertRefused("refuses the global '", PickleWriter.Write(4, new Py.Call(new Py.Global(module, name), ["echo"])));
        AssertRefused("refuses the global '", TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(root: [("x", new Py.Global(module, name))])));
        if (module.Length > 0)
            AssertRefused("refuses the global '", [0x80, 2, (byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n"), .. ")R."u8]);
    }

    [Fact]
    public void A_name_put_together_from_the_memo_is_held_to_the_list()
    {
        // 'os' and 'system' are kept, popped, and recalled behind other values; scanners look at the two texts before the opcode.
        AssertRefused("refuses the global 'os.system'", [
            0x80, 4, 0x8C, 2, .. "os"u8, 0x94, (byte)'0', 0x8C, 6, .. "system"u8, 0x94, (byte)'0', 0x8C, 11, .. "collections"u8, 0x8C, 11, .. "OrderedDict"u8,
            (byte)'h', 0, (byte)'h', 1, 0x93, (byte)'.']);
        // A name from a dict, from a tuple, from a Python 2 str.
        AssertRefused("a global's name is expected to be text", [0x80, 4, (byte)'}', 0x8C, 6, .. "system"u8, 0x93, (byte)'.']);
        AssertRefused("refuses the global 'os.system'", [0x80, 4, (byte)'U', 2, .. "os"u8, (byte)'U', 6, .. "system"u8, 0x93, (byte)'.']);
        AssertRefused("refuses the global 'os.system'", [0x80, 4, (byte)'V', .. "\\u006fs\n"u8, (byte)'S', .. "'\\x73ystem'\n"u8, 0x93, (byte)'.']);
    }

    [Fact]
    public void What_comes_after_the_end_or_under_a_second_head_is_nothing_special()
    {
        // The first pickle ends; the second, which a loop over the file would run, isn't read.
        AssertRefused("the pickle holds", [.. PickleWriter.Write(4, 5), .. Protocol2("cos\nsystem\n(S'echo'\ntR.")]);
        // A head in the middle, as scanners that stop at it don't see.
        AssertRefused("refuses the global 'os.system'", [0x80, 4, (byte)'N', (byte)'0', 0x80, 2, .. "cos\nsystem\n."u8]);
        AssertRefused("protocol 255, expected 0 to 5", [0x80, 4, (byte)'N', 0x80, 255, (byte)'.']);
        // Damaged after the call: Python has made the call by then.
        AssertRefused("refuses the global 'os.system'", Protocol2("cos\nsystem\n(S'echo'\ntR\u00FF\u00FF"));
    }

    [Fact]
    public void A_state_runs_nothing_whatever_it_names()
    {
        var state = new Py.Dict(("__setstate__", "os.system"), ("__dict__", new Py.Dict(("__reduce__", "x"))), ("__class__", new Py.Global("collections", "OrderedDict")));
        var namespaces = new Py.New(new Py.Global("argparse", "Namespace"), [], state);
        var record = Assert.IsType<PickleRecord>(PickleMachineTests.Machine(PickleWriter.Write(4, namespaces)).Run());
        Assert.Equal("argparse.Namespace", record.Name);
        Assert.Equal("os.system", Assert.IsType<PickleDictionary>(record.State)["__setstate__"]);

        // A state for the class itself would change every instance of it.
        AssertRefused("a state for a value that can't have one", Protocol2("cargparse\nNamespace\n}b."));
        AssertRefused("a state for a value that can't have one", Protocol2("K\u0001}b."));
        // A pair of states, the second of which Python sets as attributes of the object.
        var slots = new Py.Call(new Py.Global("collections", "OrderedDict"), [], new object?[] { null, new Py.Dict(("__class__", "x")) });
        Assert.Empty(Assert.IsType<PickleDictionary>(PickleMachineTests.Machine(PickleWriter.Write(4, slots)).Run()).Items);
    }

    [Fact]
    public void Calls_come_to_nothing_by_every_opcode()
    {
        // What REDUCE gives isn't callable again: getattr(x, 'y')(z) has nothing to stand on.
        AssertRefused("refuses the global 'builtins.getattr'", Protocol2("cbuiltins\ngetattr\n(ccollections\nOrderedDict\nS'fromkeys'\ntR(tR."));
        AssertRefused("refuses to call a value that isn't a global", Protocol2("ccollections\nOrderedDict\n)R)R."));
        AssertRefused("refuses to call a value that isn't a global", Protocol2("(ccollections\nOrderedDict\n)Ro."));
        AssertRefused("refuses to call a value that isn't a global", [0x80, 2, .. "ccollections\nOrderedDict\n)R)"u8, 0x81, (byte)'.']);
        AssertRefused("a tuple of arguments is expected", Protocol2("ccollections\nOrderedDict\n]R."));
        AssertRefused("refuses the global 'os.system'", Protocol2("(S'echo'\nios\nsystem\n."));
        AssertRefused("a class is missing from the stack", Protocol2("(o."));
    }

    [Fact]
    public void A_pickle_within_a_storage_within_a_storage_is_not_followed()
    {
        var inner = new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [PickleWriter.Write(2, new Py.Global("os", "system"))]);
        var outer = new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [PickleWriter.Write(2, inner)]);
        AssertRefused("damaged PyTorch stream, it doesn't start with torch's magic number", TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(fcWeight: PyTorch.Tensor(outer, 0, [2, 3], [3, 1]))));
    }
}
