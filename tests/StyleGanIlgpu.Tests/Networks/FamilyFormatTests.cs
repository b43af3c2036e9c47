using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;
using StyleGanIlgpu.Tests.Readme;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>The README's table of families, formats and engines: every cell of it is a test of that name.</summary>
public class FamilyFormatTests(ITestOutputHelper output)
{
    private static readonly (string Name, string Engine)[] Engines = [("CPU", "cpu"), ("CUDA", "cuda sm_80")];

    // What a network makes on an engine is computed once, whichever files it came from: equal tensors in an equal configuration give equal pictures.
    private static readonly ConcurrentDictionary<(string Engine, string Content), Lazy<double[]>> Pictures = new();

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var cell in FamilyFormats.Cells)
            {
                foreach (var (engine, _) in Engines)
                    cells.Add(cell.Family, cell.Format, engine);
            }
            return cells;
        }
    }

    public static TheoryData<string> Goldens => [.. FamilyFormats.Cells.Select(cell => cell.Golden).Distinct()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Makes_the_golden_picture(string family, string format, string engine)
    {
        var cell = FamilyFormats.Find(family, format);
        var golden = GoldenNetwork.Open(cell.Golden);
        var array = golden.Arrays.Contains("img_ws_rand_f64") ? "img_ws_rand_f64" : "img_ws_rand";
        foreach (var file in cell.Files())
        {
            using var stream = new MemoryStream(file);
            using var checkpoint = CheckpointReader.Open(stream, "test", null);
            Assert.StartsWith(family.Split(',')[0].Replace("-ADA", "", StringComparison.Ordinal), GeneratorNetwork.Bind(checkpoint).Family, StringComparison.Ordinal);
            var picture = Picture(checkpoint, golden, Engines.Single(e => e.Name == engine).Engine);
            var name = $"{family} from {checkpoint.Format} on {engine}";
            output.WriteLine($"{name}: {Comparison.AssertWithin<double, double>(name, 2e-5, picture, golden.Arrays[array].Doubles.AsSpan(0, picture.Length))}");
        }
    }

    /// <summary>Formats that keep every number as it is make the same picture to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public void The_same_network_makes_the_same_picture_in_every_format(string golden)
    {
        double[]? first = null;
        foreach (var file in FamilyFormats.FormsOf(golden))
        {
            using var stream = new MemoryStream(file);
            using var checkpoint = CheckpointReader.Open(stream, "test", null);
            var picture = Run(checkpoint, GoldenNetwork.Open(golden), "cpu");
            Assert.Equal(first ??= picture, picture);
        }
    }

    [Fact]
    public void The_README_has_this_table()
    {
        var expected = new StringBuilder();
        expected.Append("| family | ").AppendJoin(" | ", FamilyFormats.Formats).Append(" |\n");
        expected.Append("|---|").Insert(expected.Length, "---|", FamilyFormats.Formats.Count).Append('\n');
        foreach (var family in FamilyFormats.Families)
        {
            var cells = FamilyFormats.Formats.Select(format =>
                FamilyFormats.Cells.Any(cell => cell.Family == family && cell.Format == format) ? string.Join(", ", Engines.Select(engine => engine.Name)) : "");
            expected.Append("| ").Append(family).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }
        Assert.Contains(expected.ToString(), ReadmeTests.Readme, StringComparison.Ordinal);
    }

    private static double[] Picture(Checkpoint checkpoint, GoldenNetwork golden, string engine) =>
        Pictures.GetOrAdd((engine, Content(checkpoint)), _ => new(() => Run(checkpoint, golden, engine))).Value;

    private static double[] Run(Checkpoint checkpoint, GoldenNetwork golden, string engine)
    {
        var network = GeneratorNetwork.Bind(checkpoint);
        var ws = golden.Arrays["ws_rand"].Doubles[..(network.NumWs * network.Config.WDim)];
        return new NetworkRun(EngineUnderTest.Find(engine).Shared, network).Synthesize(ws).Values;
    }

    private static string Content(Checkpoint checkpoint)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(NetworkConfigJson.Write(checkpoint.Config)));
        foreach (var tensor in checkpoint.Parameters.All.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor}"));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Span));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
