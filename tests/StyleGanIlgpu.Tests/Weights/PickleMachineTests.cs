using System.Globalization;
using System.Text;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>The machine reads what Python wrote, in every protocol.</summary>
public sealed class PickleMachineTests
{
    // pickle.dumps(value, protocol) of Python 3.11 for
    // [1, -5, 70000, 2**40, -2**70, 1.5, -inf, 'text ü€😀', 'a\nb\\u0041', b'\x00\xffbytes', None, True, False, (), (1,), (1, 2), (1, 2, 3),
    //  (1, 2, 3, 4), [], [7], {'a': 1, 'b': [2]}, {}, bytearray(b'\x01\x80'), OrderedDict(x=1, y=2), {3}, frozenset([4]), 'L' * 300, the dict a again]
    private static readonly object[][] FromPython =
    [
        [0,
            "KGxwMApJMQphSS01CmFJNzAwMDAKYUwxMDk5NTExNjI3Nzc2TAphTC0xMTgwNTkxNjIwNzE3NDExMzAzNDI0TAphRjEuNQphRi1pbmYKYVZ0ZX" +
            "h0IPxcdTIwYWNcVTAwMDFmNjAwCnAxCmFWYVx1MDAwYWJcdTAwNWN1MDA0MQpwMgphY19jb2RlY3MKZW5jb2RlCnAzCihWXHUwMDAw/2J5dGVz" +
            "CnA0ClZsYXRpbjEKcDUKdHA2ClJwNwphTmFJMDEKYUkwMAphKHRhKEkxCnRwOAphKEkxCkkyCnRwOQphKEkxCkkyCkkzCnRwMTAKYShJMQpJMg" +
            "pJMwpJNAp0cDExCmEobHAxMgphKGxwMTMKSTcKYWEoZHAxNApWYQpwMTUKSTEKc1ZiCnAxNgoobHAxNwpJMgphc2EoZHAxOAphY19fYnVpbHRp" +
            "bl9fCmJ5dGVhcnJheQpwMTkKKGczCihWAYAKcDIwCmc1CnRwMjEKUnAyMgp0cDIzClJwMjQKYWNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApwMj" +
            "UKKHRScDI2ClZ4CnAyNwpJMQpzVnkKcDI4CkkyCnNhY19fYnVpbHRpbl9fCnNldApwMjkKKChscDMwCkkzCmF0cDMxClJwMzIKYWNfX2J1aWx0" +
            "aW5fXwpmcm96ZW5zZXQKcDMzCigobHAzNApJNAphdHAzNQpScDM2CmFWTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMCnAzNwphZzE0CmEu"],
        [1,
            "XXEAKEsBSvv///9KcBEBAEwxMDk5NTExNjI3Nzc2TApMLTExODA1OTE2MjA3MTc0MTEzMDM0MjRMCkc/+AAAAAAAAEf/8AAAAAAAAFgOAAAAdG" +
            "V4dCDDvOKCrPCfmIBxAVgJAAAAYQpiXHUwMDQxcQJjX2NvZGVjcwplbmNvZGUKcQMoWAgAAAAAw79ieXRlc3EEWAYAAABsYXRpbjFxBXRxBlJx" +
            "B05JMDEKSTAwCikoSwF0cQgoSwFLAnRxCShLAUsCSwN0cQooSwFLAksDSwR0cQtdcQxdcQ1LB2F9cQ4oWAEAAABhcQ9LAVgBAAAAYnEQXXERSw" +
            "JhdX1xEmNfX2J1aWx0aW5fXwpieXRlYXJyYXkKcRMoaAMoWAMAAAABwoBxFGgFdHEVUnEWdHEXUnEYY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0" +
            "CnEZKVJxGihYAQAAAHhxG0sBWAEAAAB5cRxLAnVjX19idWlsdGluX18Kc2V0CnEdKF1xHksDYXRxH1JxIGNfX2J1aWx0aW5fXwpmcm96ZW5zZX" +
            "QKcSEoXXEiSwRhdHEjUnEkWCwBAABMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExxJWgOZS4="],
        [2,
            "gAJdcQAoSwFK+////0pwEQEAigYAAAAAAAGKCQAAAAAAAAAAwEc/+AAAAAAAAEf/8AAAAAAAAFgOAAAAdGV4dCDDvOKCrPCfmIBxAVgJAAAAYQ" +
            "piXHUwMDQxcQJjX2NvZGVjcwplbmNvZGUKcQNYCAAAAADDv2J5dGVzcQRYBgAAAGxhdGluMXEFhnEGUnEHToiJKUsBhXEISwFLAoZxCUsBSwJL" +
            "A4dxCihLAUsCSwNLBHRxC11xDF1xDUsHYX1xDihYAQAAAGFxD0sBWAEAAABicRBdcRFLAmF1fXESY19fYnVpbHRpbl9fCmJ5dGVhcnJheQpxE2" +
            "gDWAMAAAABwoBxFGgFhnEVUnEWhXEXUnEYY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEZKVJxGihYAQAAAHhxG0sBWAEAAAB5cRxLAnVjX19i" +
            "dWlsdGluX18Kc2V0CnEdXXEeSwNhhXEfUnEgY19fYnVpbHRpbl9fCmZyb3plbnNldApxIV1xIksEYYVxI1JxJFgsAQAATExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMcSVoDmUu"],
        [3,
            "gANdcQAoSwFK+////0pwEQEAigYAAAAAAAGKCQAAAAAAAAAAwEc/+AAAAAAAAEf/8AAAAAAAAFgOAAAAdGV4dCDDvOKCrPCfmIBxAVgJAAAAYQ" +
            "piXHUwMDQxcQJDBwD/Ynl0ZXNxA06IiSlLAYVxBEsBSwKGcQVLAUsCSwOHcQYoSwFLAksDSwR0cQddcQhdcQlLB2F9cQooWAEAAABhcQtLAVgB" +
            "AAAAYnEMXXENSwJhdX1xDmNidWlsdGlucwpieXRlYXJyYXkKcQ9DAgGAcRCFcRFScRJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcRMpUnEUKF" +
            "gBAAAAeHEVSwFYAQAAAHlxFksCdWNidWlsdGlucwpzZXQKcRddcRhLA2GFcRlScRpjYnVpbHRpbnMKZnJvemVuc2V0CnEbXXEcSwRhhXEdUnEe" +
            "WCwBAABMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExxH2gKZS4="],
        [4,
            "gASVKgIAAAAAAABdlChLAUr7////SnARAQCKBgAAAAAAAYoJAAAAAAAAAADARz/4AAAAAAAAR//wAAAAAAAAjA50ZXh0IMO84oKs8J+YgJSMCW" +
            "EKYlx1MDA0MZRDBwD/Ynl0ZXOUToiJKUsBhZRLAUsChpRLAUsCSwOHlChLAUsCSwNLBHSUXZRdlEsHYX2UKIwBYZRLAYwBYpRdlEsCYXV9lIwI" +
            "YnVpbHRpbnOUjAlieXRlYXJyYXmUk5RDAgGAlIWUUpSMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpQojAF4lEsBjAF5lEsCdY+UKE" +
            "sDkChLBJGUWCwBAABMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTEyUaAplLg=="],
        [5,
            "gAWVFAIAAAAAAABdlChLAUr7////SnARAQCKBgAAAAAAAYoJAAAAAAAAAADARz/4AAAAAAAAR//wAAAAAAAAjA50ZXh0IMO84oKs8J+YgJSMCW" +
            "EKYlx1MDA0MZRDBwD/Ynl0ZXOUToiJKUsBhZRLAUsChpRLAUsCSwOHlChLAUsCSwNLBHSUXZRdlEsHYX2UKIwBYZRLAYwBYpRdlEsCYXV9lJYC" +
            "AAAAAAAAAAGAlIwLY29sbGVjdGlvbnOUjAtPcmRlcmVkRGljdJSTlClSlCiMAXiUSwGMAXmUSwJ1j5QoSwOQKEsEkZRYLAEAAExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE" +
            "xMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM" +
            "TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTJRoCmUu"],
    ];

    private const string Expected =
        "[1, -5, 70000, 1099511627776, -1180591620717411303424, 1.5, -Infinity, 'text ü€😀', 'a\nb\\u0041', b:00FF6279746573, None, True, False, " +
        "(), (1), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [7], {'a': 1, 'b': [2]}, {}, b:0180, {'x': 1, 'y': 2}, [3], [4], ";

    public static TheoryData<int> Protocols => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_Python_wrote_is_read(int protocol)
    {
        var pickle = Convert.FromBase64String((string)FromPython[protocol][1]);
        var machine = Machine(pickle);
        var value = Assert.IsType<PickleList>(machine.Run());
        Assert.Equal($"{Expected}'{new string('L', 300)}', {{'a': 1, 'b': [2]}}]", Describe(value));
        Assert.Same(value.Items[20], value.Items[^1]);
        Assert.Equal(pickle.Length, machine.Position);
        Assert.Equal(protocol < 2 ? 0 : protocol, machine.Protocol);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Any_truncation_is_refused(int protocol)
    {
        var pickle = Convert.FromBase64String((string)FromPython[protocol][1]);
        for (var length = 0; length < pickle.Length; length++)
            Assert.StartsWith("test: damaged or hostile pickle", Assert.Throws<ModelFormatException>(() => Machine(pickle[..length]).Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_writer_of_these_tests_writes_what_the_machine_reads()
    {
        var shared = new List<object?> { 1 };
        object?[] value =
        [
            shared, shared, null, true, 255, 65535, -1, 1L << 40, -2.5, "text", new byte[] { 0, 200 }, new byte[300], new object?[] { 1, 2, 3, 4 },
            new Py.Dict(("a", 1), ("b", 2)), new Py.ByteArray([1, 128]), new Py.Call(new Py.Global("builtins", "set"), [new List<object?> { 3 }]),
            Enumerable.Range(0, 1500).Select(i => (object?)i).ToList(),
        ];
        for (var protocol = 2; protocol <= 5; protocol++)
        {
            var read = Assert.IsType<PickleTuple>(Machine(PickleWriter.Write(protocol, value)).Run());
            Assert.StartsWith(
                $"([1], [1], None, True, 255, 65535, -1, 1099511627776, -2.5, 'text', b:00C8, b:{new string('0', 600)}, (1, 2, 3, 4), {{'a': 1, 'b': 2}}, b:0180, [3], [0, 1, ",
                Describe(read),
                StringComparison.Ordinal);
            Assert.Same(read.Items[0], read.Items[1]);
            Assert.Equal(1500, ((PickleList)read.Items[^1]!).Items.Count);
        }
    }

    [Fact]
    public void A_python_2_str_can_be_a_key()
    {
        var value = Assert.IsType<PickleDictionary>(Machine([0x80, 2, (byte)'}', (byte)'U', 1, (byte)'k', (byte)'K', 7, (byte)'s', (byte)'.']).Run());
        Assert.Equal(7L, value["k"]);
    }

    [Fact]
    public void A_key_that_is_set_again_keeps_its_place_and_takes_the_new_value()
    {
        var value = (PickleDictionary)Machine(PickleWriter.Write(4, new Py.Dict(("a", 1), ("b", 2), ("a", 3)))).Run()!;
        Assert.Equal([new("a", 3L), new("b", 2L)], value.TextItems);
    }

    [Fact]
    public void An_object_that_is_not_a_container_stays_a_record()
    {
        var pickle = PickleWriter.Write(4, new Py.New(new Py.Global("argparse", "Namespace"), [], new Py.Dict(("size", 32))));
        var record = Assert.IsType<PickleRecord>(Machine(pickle).Run());
        Assert.Equal("argparse.Namespace", record.Name);
        Assert.Equal(32L, Assert.IsType<PickleDictionary>(record.State)["size"]);
    }

    internal static PickleMachine Machine(byte[] pickle, bool persistentIds = false)
    {
        var source = ByteSource.Allocate(pickle.Length, out var bytes);
        pickle.CopyTo(bytes);
        return new PickleMachine(source.All, "test", persistentIds);
    }

    private static string Describe(object? value)
    {
        var text = new StringBuilder();
        Append(value);
        return text.ToString();

        void Append(object? item)
        {
            switch (item)
            {
                case null:
                    text.Append("None");
                    break;
                case string or PickleBytes { Encoding: PickleEncoding.Utf8 }:
                    text.Append('\'').Append(item as string ?? ((PickleBytes)item).ToText(int.MaxValue)).Append('\'');
                    break;
                case PickleBytes bytes:
                    text.Append("b:").Append(Convert.ToHexString(bytes.ToBytes()!.Value.Span));
                    break;
                case PickleTuple tuple:
                    Join('(', tuple.Items, ')', Append);
                    break;
                case PickleList list:
                    Join('[', list.Items, ']', Append);
                    break;
                case PickleDictionary dictionary:
                    Join('{', dictionary.Items, '}', pair =>
                    {
                        Append(pair.Key);
                        text.Append(": ");
                        Append(pair.Value);
                    });
                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $"{item}");
                    break;
            }
        }

        void Join<T>(char open, IEnumerable<T> items, char close, Action<T> append)
        {
            text.Append(open);
            var first = true;
            foreach (var item in items)
            {
                text.Append(first ? "" : ", ");
                append(item);
                first = false;
            }

            text.Append(close);
        }
    }
}
