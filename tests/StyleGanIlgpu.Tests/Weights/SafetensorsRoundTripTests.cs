using StyleGanIlgpu.Models;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>What is written is what was read: tensors to the last bit, configuration to the last number, notes to the last letter.</summary>
public sealed class SafetensorsRoundTripTests
{
    public static TheoryData<string> All => [.. GoldenCheckpointTests.StyleGan2Names, .. GoldenCheckpointTests.StyleGan3Names, "faces64", "tf_sg1_32", "tf_sg2_32", "sgxl_super32_c8"];

    [Theory]
    [MemberData(nameof(All))]
    public void A_converted_pickle_holds_the_same_network(string name)
    {
        using var folder = new TemporaryFolder();
        using var original = GoldenCheckpointTests.Open(name);
        SafetensorsWriter.Write(original, folder["a.safetensors"], null);
        using var converted = CheckpointReader.Open(folder["a.safetensors"], null);
        AssertSame(original, converted);

        SafetensorsWriter.Write(converted, folder["b.safetensors"], null);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));

        using var stream = File.OpenRead(folder["a.safetensors"]);
        using var streamed = CheckpointReader.Open(stream, "stream", null);
        AssertSame(original, streamed);
        Assert.Equal("safetensors", streamed.Format);
    }

    [Fact]
    public void Every_property_of_a_configuration_survives()
    {
        var stylegan2 = new StyleGan2Config
        {
            ZDim = 3,
            CDim = 4,
            WDim = 5,
            ImgResolution = 128,
            ImgChannels = 1,
            MappingLayers = 7,
            MappingLrMultiplier = 0.1,
            MappingActivation = "linear",
            Architecture = "resnet",
            ConvClamp = 1.0 / 3,
            NumFp16Res = 2,
            Activation = "relu",
            UseNoise = false,
            ScalesWeights = true,
        };
        Assert.Equal(stylegan2, NetworkConfigJson.Read(NetworkConfigJson.Write(stylegan2), "test"));

        using var checkpoint = GoldenCheckpointTests.Open("sg3_r64");
        var json = NetworkConfigJson.Write(checkpoint.Config);
        Assert.Equal(json, NetworkConfigJson.Write(NetworkConfigJson.Read(json, "test")));
        Assert.StartsWith("""{"family":"stylegan3","output_scale":0.25,"input":{"channels":""", json, StringComparison.Ordinal);
        Assert.Contains("\"in_half_width\":", json, StringComparison.Ordinal);
        Assert.DoesNotContain("out_width", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_added_and_may_replace_those_of_the_file()
    {
        using var folder = new TemporaryFolder();
        using var original = GoldenCheckpointTests.Open("sg2_z512_32");
        SafetensorsWriter.Write(original, folder["a.safetensors"], new Dictionary<string, string> { ["license"] = "\"CC0\" ü\n", ["generator.z_dim"] = "changed" });
        using var read = CheckpointReader.Open(folder["a.safetensors"], null);
        Assert.Equal("\"CC0\" ü\n", read.Metadata["license"]);
        Assert.Equal("changed", read.Metadata["generator.z_dim"]);
        Assert.Equal("512", read.Metadata["generator.w_dim"]);
        Assert.DoesNotContain("stylegan.config", read.Metadata.Keys);
    }

    [Fact]
    public void Tensors_are_written_in_the_order_of_their_names()
    {
        using var original = GoldenCheckpointTests.Open("sg3_t_cond32");
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(original, stream, null);
        using var source = StyleGanIlgpu.Weights.Binary.ByteSource.Read(stream.ToArray(), Stream.Null)!;
        var names = SafetensorsHeader.Read(source, "test").Entries.Values.OrderBy(entry => entry.Offset).Select(entry => entry.Name).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void Tensors_of_a_file_are_viewed_where_they_lie()
    {
        using var folder = new TemporaryFolder();
        using (var original = GoldenCheckpointTests.Open("sg2_z512_32"))
            SafetensorsWriter.Write(original, folder["a.safetensors"], null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var read = CheckpointReader.Open(folder["a.safetensors"], null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
        Assert.True(new FileInfo(folder["a.safetensors"]).Length > 1_000_000);
    }

    [Fact]
    public void A_closed_checkpoint_says_so_instead_of_reading_freed_memory()
    {
        using var folder = new TemporaryFolder();
        using (var original = GoldenCheckpointTests.Open("sg2_z512_32"))
            SafetensorsWriter.Write(original, folder["a.safetensors"], null);
        var read = CheckpointReader.Open(folder["a.safetensors"], null);
        var parameter = read.Parameters.Require("mapping.w_avg", 512);
        read.Dispose();
        Assert.Throws<ObjectDisposedException>(() => parameter.Span.Length);
    }

    [Fact]
    public void The_default_model_is_the_golden_one()
    {
        using var model = CheckpointReader.OpenDefault();
        using var golden = GoldenCheckpointTests.Open("faces64");
        Assert.Equal("CC0-1.0", model.Metadata["license"]);
        Assert.Contains("glasses", model.Metadata["attributes"], StringComparison.Ordinal);
        Assert.Equal(golden.Config, model.Config);
        AssertSameTensors(golden, model);

        // It is a file that this version would write.
        using var written = new MemoryStream();
        SafetensorsWriter.Write(model, written, null);
        using var resource = typeof(CheckpointReader).Assembly.GetManifestResourceStream("faces64.safetensors")!;
        using var shipped = new MemoryStream();
        resource.CopyTo(shipped);
        Assert.Equal(shipped.ToArray(), written.ToArray());
    }

    [Fact]
    public void Opening_the_default_model_copies_no_weights()
    {
        CheckpointReader.OpenDefault().Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var model = CheckpointReader.OpenDefault();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.True(model.Parameters.All.Sum(parameter => 4L * parameter.Values.Length) > 3_900_000);
    }

    internal static void AssertSameTensors(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(expected.Parameters.Count, actual.Parameters.Count);
        foreach (var parameter in expected.Parameters.All)
        {
            var other = actual.Parameters.Require(parameter.Name, parameter.Shape);
            Comparison.AssertSameBits(parameter.Name, other.Span, parameter.Span);
        }
    }

    internal static void AssertSame(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(NetworkConfigJson.Write(expected.Config), NetworkConfigJson.Write(actual.Config));
        Assert.Equal(expected.Metadata, actual.Metadata);
        AssertSameTensors(expected, actual);
    }
}
