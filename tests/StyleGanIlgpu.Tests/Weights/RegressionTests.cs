using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Files that a reader once failed on, most of them found by fuzzing: each opens, or is refused as it ought to be.</summary>
public sealed class RegressionTests
{
    // Of memory, for opening any file of a few kilobytes.
    private const long UsualBytes = 256 << 10;

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(GoldenFolder.PathOf("README.md"))!, "..", "StyleGanIlgpu.Tests", "Weights", "Regressions");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_was_once_a_find_opens_or_is_refused(string name)
    {
        var content = File.ReadAllBytes(Path.Combine(Folder, name));
        // The first time pays for what is loaded once.
        Open(name, content);
        Assert.InRange(Open(name, content), 0, UsualBytes + (4L * content.Length));
    }

    // The memory taken beside the tensors.
    private static long Open(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var model = ModelFile.Open(stream, name);
            return GC.GetAllocatedBytesForCurrentThread() - before - model.Checkpoint.Parameters.All.Sum(tensor => 4L * tensor.Values.Length);
        }
        catch (ModelFormatException e)
        {
            Assert.StartsWith($"{name}: ", e.Message, StringComparison.Ordinal);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
