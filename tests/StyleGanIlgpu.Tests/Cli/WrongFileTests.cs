using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

/// <summary>Whatever is given as a checkpoint, each command says one line and exits with 1.</summary>
public class WrongFileTests
{
    /// <summary>What the file is, and the words by which the user learns it.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "html", "web page" },
        { "lfs", "Git LFS pointer" },
        { "png", "" },
        { "empty", "" },
        { "truncated", "" },
        { "flipped", "" },
        { "zeros", "" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_gives_one_line(string kind, string words)
    {
        using var folder = new TempFolder();
        var file = folder["ffhq.pkl"];
        File.WriteAllBytes(file, Content(kind));
        foreach (var line in (string[][])[["info", file], ["info", file, "--json"], ["convert", file, folder["out.safetensors"]], ["generate", "--network", file, "--seeds", "0", "--outdir", folder["out"]]])
        {
            var message = CommandRun.Of(line).Fails(1);
            Assert.Contains("ffhq.pkl", message, StringComparison.Ordinal);
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", message, StringComparison.Ordinal);
        }
        Assert.Equal(["ffhq.pkl"], folder.Files);
        Assert.False(Directory.Exists(folder["out"]));
    }

    private static byte[] Content(string kind)
    {
        var good = File.ReadAllBytes(GoldenFolder.PathOf("sg2_orig32.pkl"));
        switch (kind)
        {
            case "html":
                return "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n"u8.ToArray();
            case "lfs":
                return "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 381624121\n"u8.ToArray();
            case "png":
                return [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 64, 0, 0, 0, 64, 8, 2, 0, 0, 0];
            case "truncated":
                return good[..(good.Length / 2)];
            case "flipped":
                good[40] ^= 0xff;
                return good;
            case "zeros":
                return new byte[100_000];
            default:
                return [];
        }
    }
}
