using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Every rule of the format, broken; and files that keep the rules in unusual ways.</summary>
public sealed class SafetensorsAttackTests
{
    public static TheoryData<string, int, string> Broken => new()
    {
        { "{}", 4, "has 4 bytes of data, its tensors cover 0" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}x""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' twice" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "a key twice in tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "tensor 'a' without dtype, shape or two data_offsets" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "tensor 'a' without dtype, shape or two data_offsets" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "the unknown key 'more' in tensor 'a'" },
        { """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "stores tensor 'a' as 'F31', expected F32, F16, BF16" },
        { """{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", 4, "has a Number in tensor 'a', expected a String" },
        { """{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}""", 4, "has a String in tensor 'a', expected a StartArray" },
        { """{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "something else than numbers in tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "isn't a whole number from 0 up" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "isn't a whole number from 0 up" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "isn't a whole number from 0 up" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "gives tensor 'a' 4 bytes, expected 8 for F32 [2]" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "expected at most 2147483647 elements" },
        { """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""", 0, "expected at most 2147483647 elements" },
        { """{"a":{"dtype":"F32","shape":[0,2147483647,2147483647],"data_offsets":[0,0]}}""", 0, "expected at most 2147483647 elements" },
        { """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "expected at most 2147483647 elements" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 4, "puts tensor 'a' at bytes 4 to 8 of 4" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 8, "puts tensor 'a' at bytes 4 to 0 of 8" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 8, "puts tensor 'a' at bytes 0 to 9223372036854775807 of 8" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "starts tensor 'a' at byte 4 of the data, expected 0" },
        {
            """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
            "starts tensor 'b' at byte 4 of the data, expected 8"
        },
        {
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12,
            "starts tensor 'b' at byte 8 of the data, expected 4"
        },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "has 8 bytes of data, its tensors cover 4" },
        { """{"__metadata__":{"a":"1","a":"2"}}""", 0, "the metadata 'a' twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__' twice" },
        { """{"__metadata__":{"a":1}}""", 0, "has a Number in metadata 'a', expected a String" },
        { """{"__metadata__":null}""", 0, "has a Null in '__metadata__', expected a StartObject" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "the header isn't the JSON of the format" },
        { """{"a":1}""", 0, "has a Number in tensor 'a', expected a StartObject" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' twice" },
        { """{"__metadata__":{},"__met\u0061data__":{}}""", 0, "'__metadata__' twice" },
        { """{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}""", 4, "isn't a whole number from 0 up" },
        { """{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[0x1],"data_offsets":[0,4]}}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}/**/}""", 4, "the header isn't the JSON of the format" },
        { """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "stores tensor 'a' as 'f32', expected F32" },
        { """{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "stores tensor 'a' as 'F8_E4M3', expected F32" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "isn't a whole number from 0 up" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8, "tensor 'a' without dtype, shape or two data_offsets" },
        { """{"a":{"dtype":"F64","shape":[2147483647],"data_offsets":[0,8]}}""", 8, "gives tensor 'a' 8 bytes, expected 17179869176 for F64" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "starts tensor 'b' at byte 0 of the data, expected 4" },
        { "{\"a\u0000\":1}", 0, "the header isn't the JSON of the format" },
        { "{\"\u00ff\":1}", 0, "has a header that isn't UTF-8" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_named(string json, int dataLength, string expected) =>
        AssertRefused(expected, File(Encoding.Latin1.GetBytes(json), new byte[dataLength]));

    [Fact]
    public void A_header_that_can_not_be_is_refused_before_memory_is_taken()
    {
        byte[] header = [.. "{\"a\":"u8, .. new byte[100]];
        AssertRefused("declares a header of 18446744073709551615 bytes, expected at most 100000000", WithLength(ulong.MaxValue));
        AssertRefused("declares a header of 100000001 bytes, expected at most 100000000", WithLength(100_000_001));
        AssertRefused("declares a header of 100000000 bytes, only 105 follow", WithLength(100_000_000));
        AssertRefused("has a header that doesn't start with '{'", WithLength(0));
        AssertRefused("has a StartArray in tensor 'a', expected a StartObject", File(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 100_000)}"), []));

        byte[] WithLength(ulong length)
        {
            byte[] file = [.. new byte[8], .. header];
            BinaryPrimitives.WriteUInt64LittleEndian(file, length);
            return file;
        }
    }

    [Fact]
    public void Every_type_becomes_float32_wherever_it_lies()
    {
        float[] values = [1, 0, -2, 100, 3, 7];
        (string Type, byte[] Data)[] stored =
        [
            // An odd number of bytes first, so that nothing after it is aligned.
            ("U8", [1, 0, 254, 100, 3]),
            ("F32", Bytes(values)),
            ("F16", Bytes(Array.ConvertAll(values, value => (Half)value))),
            ("BF16", Bytes(Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)))),
            ("F64", Bytes(Array.ConvertAll(values, value => (double)value))),
            ("I64", Bytes(Array.ConvertAll(values, value => (long)value))),
            ("I32", Bytes(Array.ConvertAll(values, value => (int)value))),
            ("I16", Bytes(Array.ConvertAll(values, value => (short)value))),
            ("I8", Bytes(Array.ConvertAll(values, value => (sbyte)value))),
            ("BOOL", [1, 0, 1, 1, 1, 1]),
        ];
        var (json, offset) = ("", 0);
        foreach (var (type, data) in stored)
        {
            json += $"{(json.Length > 0 ? "," : "")}\"{type}\":{{\"dtype\":\"{type}\",\"shape\":[{(type == "U8" ? 5 : 6)}],\"data_offsets\":[{offset},{offset += data.Length}]}}";
        }

        var source = ByteSource.Read(File(Encoding.UTF8.GetBytes($"{{{json}}}"), [.. stored.SelectMany(item => item.Data)]), Stream.Null)!;
        var header = SafetensorsHeader.Read(source, "test");
        foreach (var (type, _) in stored)
        {
            float[] expected = type switch { "U8" => [1, 0, 254, 100, 3], "BOOL" => [1, 0, 1, 1, 1, 1], _ => values };
            Assert.Equal(expected, SafetensorsReader.Tensor(source, header.Entries[type]).Span.ToArray());
        }

        static byte[] Bytes<T>(T[] values)
            where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
    }

    [Fact]
    public void A_file_of_another_program_needs_names_and_a_few_notes()
    {
        const string Notes = "\"family\":\"stylegan2\",\"mapping_lr_mul\":\"0.1\",\"conv_clamp\":\"none\"";
        using var checkpoint = Open(Foreign(Notes));
        Assert.Equal(
            new StyleGan2Config
            {
                ZDim = 3,
                WDim = 2,
                ImgResolution = 8,
                ImgChannels = 1,
                MappingLayers = 1,
                MappingLrMultiplier = 0.1,
                Architecture = "skip",
                UseNoise = false,
            },
            checkpoint.Config);
        Assert.Equal("stylegan2", checkpoint.Metadata["family"]);

        using var explicitNotes = Open(Foreign($"{Notes.Replace("none", "256", StringComparison.Ordinal)},\"z_dim\":\"9\",\"architecture\":\"orig\",\"num_fp16_res\":\"2\""));
        Assert.Equal((9, "orig", 2, 256.0), Values((StyleGan2Config)explicitNotes.Config));

        AssertRefused("the metadata lacks 'family', 'mapping_lr_mul', 'conv_clamp' (or 'stylegan.config' for all)", Foreign(""));
        AssertRefused("the metadata lacks 'conv_clamp' (or", Foreign("\"family\":\"stylegan2\",\"mapping_lr_mul\":\"0.1\""));
        AssertRefused("'mapping_lr_mul' isn't a number", Foreign("\"family\":\"stylegan2\",\"mapping_lr_mul\":\"x\",\"conv_clamp\":\"none\""));
        AssertRefused("the metadata lacks 'mapping_lr_mul', and the tensors don't tell it", Foreign("\"family\":\"stylegan2\",\"mapping_lr_mul\":\"none\",\"conv_clamp\":\"none\""));
        AssertRefused("not the family 'stylegan3'", Foreign("\"family\":\"stylegan3\""));
        AssertRefused("no StyleGAN: neither metadata 'stylegan.config' nor tensors named", File("{}"u8.ToArray(), []));

        static (int, string, int, double?) Values(StyleGan2Config config) => (config.ZDim, config.Architecture, config.NumFp16Res, config.ConvClamp);
    }

    [Fact]
    public void A_configuration_is_held_to_what_can_be()
    {
        var expected = new StyleGan2Config { ZDim = 3, WDim = 2, ImgResolution = 8, ImgChannels = 1, MappingLayers = 1 };
        var fine = NetworkConfigJson.Write(expected);
        using var checkpoint = Open(Configured(fine));
        Assert.Equal(expected, checkpoint.Config);

        // A member left out isn't guessed: every one changes the picture.
        foreach (var member in fine.Trim('{', '}').Split(',').Skip(1))
            AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(Once(fine, $",{member}", "")));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured("{"));
        AssertRefused("'stylegan.config' is null", Configured("null"));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured("""{"family":"stylegan9"}"""));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured("""{"z_dim":3}"""));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(fine.Replace("z_dim", "zz_dim", StringComparison.Ordinal)));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(fine.Replace("}", ",\"new_thing\":1}", StringComparison.Ordinal)));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(Once(fine, "\"skip\"", "null")));
        AssertRefused("ZDim is -3, expected 1 to 65536", Configured(Once(fine, ":3,", ":-3,")));
        AssertRefused("the architecture is 'x', expected", Configured(Once(fine, "\"skip\"", "\"x\"")));

        using var golden = GoldenCheckpointTests.Open("sg3_t_cond32");
        var layers = NetworkConfigJson.Write(golden.Config);
        AssertRefused("layer 'L0_36_20': UpFactor is 99, expected 1 to 16", Configured(Once(layers, "\"up_factor\":2", "\"up_factor\":99")));
        AssertRefused("layer 'L0_36_20': Padding has 3 values, expected 4", Configured(Once(layers, "\"padding\":[9,", "\"padding\":[")));
        AssertRefused("Size has 1 values, expected 2", Configured(Once(layers, "\"size\":[36,36]", "\"size\":[36]")));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(Once(layers, "\"layers\":[", "\"layers\":[null,")));
        AssertRefused("'stylegan.config' isn't a configuration that this version knows", Configured(Once(layers, "\"padding\":[9,8,9,8]", "\"padding\":null")));

        static byte[] Configured(string config) =>
            File(Encoding.UTF8.GetBytes($"{{\"__metadata__\":{{\"stylegan.config\":{System.Text.Json.Nodes.JsonValue.Create(config)!.ToJsonString()}}}}}"), []);

        static string Once(string text, string from, string to)
        {
            var place = text.IndexOf(from, StringComparison.Ordinal);
            return string.Concat(text.AsSpan(0, place), to, text.AsSpan(place + from.Length));
        }
    }

    internal static byte[] File(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>Empty-handed but for what shapes tell: an 8x8 skip network, z 3, w 2, one grey channel.</summary>
    internal static byte[] Foreign(string notes)
    {
        (string Name, int[] Shape)[] tensors =
        [
            ("mapping.fc0.weight", [2, 3]), ("synthesis.b4.torgb.weight", [1, 2, 1, 1]), ("synthesis.b8.conv1.affine.weight", [2, 2]),
            ("synthesis.b8.torgb.weight", [1, 2, 1, 1]),
        ];
        var (json, offset) = ($"\"__metadata__\":{{{notes}}}", 0);
        foreach (var (name, shape) in tensors)
        {
            var length = 4 * shape.Aggregate(1, (product, extent) => product * extent);
            json += $",\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{offset},{offset += length}]}}";
        }

        return File(Encoding.UTF8.GetBytes($"{{{json}}}"), new byte[offset]);
    }

    private static Checkpoint Open(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return CheckpointReader.Open(stream, "test", null);
    }

    private static void AssertRefused(string expected, byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<ModelFormatException>(() => Open(file).Dispose()).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4L << 20) + (40L * file.Length));
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
