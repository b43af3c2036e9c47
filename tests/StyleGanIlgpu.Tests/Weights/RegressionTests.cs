using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Files that a reader once failed on, most of them found by fuzzing: each opens, or is refused as it ought to be.</summary>
public sealed class RegressionTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(GoldenFolder.PathOf("README.md"))!, "..", "StyleGanIlgpu.Tests", "Weights", "Regressions");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_was_once_a_find_opens_or_is_refused(string name)
    {
        var content = File.ReadAllBytes(Path.Combine(Folder, name));
        using var stream = new MemoryStream(content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var model = ModelFile.Open(stream, name);
            Assert.True(Allocated() <= model.Checkpoint.Parameters.All.Sum(tensor => 4L * tensor.Values.Length), "opened, with more memory than its tensors and little else take");
        }
        catch (ModelFormatException e)
        {
            Assert.StartsWith($"{name}: ", e.Message, StringComparison.Ordinal);
            Assert.InRange(Allocated(), long.MinValue, 0);
        }

        // Beyond the file itself, four times, and what any opening takes.
        long Allocated() => GC.GetAllocatedBytesForCurrentThread() - before - (4L * content.Length) - (2L << 20);
    }
}
