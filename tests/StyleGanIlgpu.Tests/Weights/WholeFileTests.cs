namespace StyleGanIlgpu.Tests.Weights;

public sealed class WholeFileTests
{
    [Fact]
    public void A_failure_half_way_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.bin", "old"u8);
        Assert.Throws<InvalidDataException>(() => WholeFile.Write(folder["a.bin"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidDataException();
        }));
        Assert.Equal(["a.bin"], folder.Files);
        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
    }

    [Fact]
    public void A_complete_file_replaces_the_old_one()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.bin", "a longer old content"u8);
        WholeFile.Write(folder["a.bin"], stream => stream.Write("new"u8));
        Assert.Equal(["a.bin"], folder.Files);
        Assert.Equal("new", File.ReadAllText(folder["a.bin"]));
    }

    [Fact]
    public void A_folder_in_the_way_or_missing_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["sub"]);
        Assert.Contains("sub: is a folder", Assert.Throws<IOException>(() => WholeFile.Write(folder["sub"], _ => { })).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => WholeFile.Write(folder["none/a.bin"], _ => { }));
        Directory.Delete(folder["sub"]);
        Assert.Empty(folder.Files);
    }
}
