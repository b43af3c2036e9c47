using System.Text;
using static StyleGanIlgpu.Tests.Weights.HostilePickleTests;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Small files that mean something enormous: nested, doubled, colliding, with endless digits.</summary>
public sealed class PickleBombTests
{
    // Each makes a value of the one in the memo's place 0, and keeps it there instead; place 1 holds a class of records.
    public static TheoryData<string, string> Wrappings => new()
    {
        { "tuple", "h\0\u0085q\u00000" },
        { "list", "]h\0aq\u00000" },
        { "dict", "}Nh\0sq\u00000" },
        { "key", "}h\0Nsq\u00000" },
        { "record", "h\u0001h\0\u0085Rq\u00000" },
        { "state", "h\u0001)Rh\0bq\u00000" },
        { "attributes", "}h\0bq\u00000" },
        { "doubled tuple", "h\0h\0\u0086q\u00000" },
        { "doubled list", "](h\0h\0eq\u00000" },
        { "doubled dict", "}(K\u0001h\0K\u0002h\0uq\u00000" },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Values_nested_100_000_deep_are_not_walked(string name, string wrapping)
    {
        var nested = $"cargparse\nNamespace\nq\u00010)q\u00000{string.Concat(Enumerable.Repeat(wrapping, 100_000))}";
        AssertRefused(name.EndsWith("tuple", StringComparison.Ordinal) ? "the pickle holds a tuple" : "test: ", Padded($"{nested}h\0."));
        AssertRefused("test: 'G_ema' is ", Padded($"{nested}}}{Text("G_ema")}h\0s."));
        AssertRefused("test: 'G_ema' is ", Padded($"{nested}}}{Text("G_ema")}{Module("h\0", "}")}s."));
        AssertRefused("'z_dim' of the generator isn't a whole number", Padded(
            $"{nested}}}{Text("G_ema")}{Module(Text("Generator"), $"}}({Text("z_dim")}h\0{Text("_modules")}}}({Text("mapping")}{Module(Text("M"), "}")}{Text("synthesis")}" +
            $"{Module(Text("S"), $"}}{Text("_modules")}}}{Text("b4")}{Module(Text("B"), "}")}ss")}uu")}s."));
    }

    [Fact]
    public void Places_in_the_memo_that_no_file_of_this_length_fills_are_refused()
    {
        // In a hash table these would all be neighbours; in a plain one the last would take 32 GB.
        AssertRefused("memo entry 4294967295 is more than a checkpoint of this size can need", [0x80, 2, (byte)'N', (byte)'r', 0xFF, 0xFF, 0xFF, 0xFF, (byte)'.']);
        AssertRefused("memo entry 9223372036854775807 is more than a checkpoint of this size can need", Protocol2("Np9223372036854775807\n."));
        AssertRefused("memo entry 5000 is more than a checkpoint of this size can need", Protocol2("Np5000\n."));
        AssertRefused("memo entry -1 is more than a checkpoint of this size can need", Protocol2("Np-1\n."));
        AssertRefused("a whole number is expected", Protocol2("Np9223372036854775808\n."));
        AssertRefused("memo entry 3 is read before it is written", Protocol2("Np4\ng3\n."));
        AssertRefused("memo entry -1 is read before it is written", Protocol2("Np4\ng-1\n."));
        // What is within reach is kept, wherever it stands, and Python counts what is kept.
        Assert.Equal(7L, PickleMachineTests.Machine(Protocol2("K\u0007p2000\n0K\u0008\u00940g2000\n.")).Run());
        Assert.Equal(8L, PickleMachineTests.Machine(Protocol2("K\u0007p2000\n0K\u0008\u00940h\u0001.")).Run());
    }

    [Fact]
    public void A_value_is_not_doubled_on_the_stack_for_ever()
    {
        AssertRefused("more than 100000 values on the stack", Protocol2($"K\u0001{new string('2', 300_000)}t."));
        AssertRefused("more than 100000 values on the stack", Protocol2($"N0]q\00({string.Concat(Enumerable.Repeat("h\0", 300_000))}t."));
    }

    [Fact]
    public void Keys_that_are_the_same_or_no_text_or_very_many_are_only_so_many_items()
    {
        var keys = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"K\u0001Ns{Text("a")}NsG{(char)(i >> 8 & 255)}{(char)(i & 255)}\0\0\0\0\0\0Ns"));
        AssertRefused("there is no network 'G_ema', the file holds no network", Padded($"}}{keys}."));
    }

    [Fact]
    public void Numbers_with_endless_digits_are_no_sizes()
    {
        var digits = new string('9', 1000);
        AssertRefused("a line of at most 1024 bytes", Protocol2($"L{digits}{digits}L\n."));
        AssertRefused("a line of at most 1024 bytes", Protocol2($"F{digits}{digits}\n."));
        AssertRefused("a whole number is expected", Protocol2($"I{digits}\n."));
        AssertRefused("a whole number of 65536 bytes, expected at most 1024", [0x80, 2, 0x8B, 0, 0, 1, 0, .. new byte[1 << 16], (byte)'.']);
        foreach (var number in new[] { $"L{digits}L\n", $"L-{digits}L\n", $"F{digits}\n", "F1e999999999\n", "Fnan\n", "Finf\n", "F-inf\n", $"\u008B\u0000\u0004\0\0{new string('\u007F', 1024)}" })
        {
            AssertRefused("'z_dim' of the generator isn't a whole number", Protocol2(
                $"}}{Text("G_ema")}{Module(Text("Generator"), $"}}({Text("z_dim")}{number}{Text("_modules")}}}({Text("mapping")}{Module(Text("M"), "}")}{Text("synthesis")}" +
                $"{Module(Text("S"), $"}}{Text("_modules")}}}{Text("b4")}{Module(Text("B"), "}")}ss")}uu")}s."));
        }
    }

    // A persistent object of the official programs, from the opcodes of its class name and of its state.
    private static string Module(string className, string state) =>
        $"ctorch_utils.persistence\n_reconstruct_persistent_obj\n}}({Text("class_name")}{className}{Text("state")}{state}u\u0085R";

    private static string Text(string text) => $"X{(char)text.Length}\0\0\0{text}";

    // A megabyte that is popped again: a file may have an operation for two bytes.
    private static byte[] Padded(string latin1) => [0x80, 4, (byte)'B', .. BitConverter.GetBytes(1_000_000), .. new byte[1_000_000], (byte)'0', .. Encoding.Latin1.GetBytes(latin1)];
}
