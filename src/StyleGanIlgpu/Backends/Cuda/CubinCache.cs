using System.Security.Cryptography;
using System.Text;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// What the driver's compiler made, kept for the next process: compiling many kernels takes seconds. A file is a checksum and the image, and
/// its name says all that the image depends on. The cache only ever saves time: whatever goes wrong with it is as if it were empty.
/// </summary>
/// <param name="folder">Made when there is something to put in.</param>
/// <param name="compiler">What compiles, and for what: driver, device, compute capability.</param>
internal sealed class CubinCache(string folder, string compiler)
{
    /// <summary>The folder's variable in the environment.</summary>
    public const string Variable = "STYLEGAN_CACHE";

    /// <summary>Days after which a file that wasn't used is deleted: it was made by a driver that is gone, or for a device that is.</summary>
    public const int UnusedDays = 90;

    private const string Product = "StyleGanIlgpu";

    private int pruned;

    /// <summary>The image of this PTX; null where there is none that is whole.</summary>
    public byte[]? TryRead(string kernel, ReadOnlySpan<byte> ptx)
    {
        try
        {
            var path = PathOf(kernel, ptx);
            var file = File.ReadAllBytes(path);
            if (file.Length > SHA256.HashSizeInBytes && SHA256.HashData(file.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes)))
            {
                MarkUsed(path);
                return file[SHA256.HashSizeInBytes..];
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
        return null;
    }

    /// <summary>Keeps an image, in place of whatever was there. A reader sees the old file or the new one, never a part.</summary>
    public void TryWrite(string kernel, ReadOnlySpan<byte> ptx, byte[] image)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(PathOf(kernel, ptx), file =>
            {
                file.Write(SHA256.HashData(image));
                file.Write(image);
            });
            if (Interlocked.Exchange(ref pruned, 1) == 0)
                Prune();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>By its time, to the day: file systems often don't keep the time of reading.</summary>
    private static void MarkUsed(string path)
    {
        try
        {
            if (File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddDays(-1))
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A folder that may only be read.
        }
    }

    private void Prune()
    {
        var oldest = DateTime.UtcNow.AddDays(-UnusedDays);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.cubin"))
        {
            if (file.LastWriteTimeUtc < oldest)
                file.Delete();
        }
    }

    private string PathOf(string kernel, ReadOnlySpan<byte> ptx)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(compiler));
        hash.AppendData(ptx);
        return Path.Combine(folder, $"{kernel}.{Convert.ToHexStringLower(hash.GetHashAndReset())}.cubin");
    }

    /// <summary>The folder of this user; null where there is no place for one.</summary>
    public static string? UserFolder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        var root = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Home(".cache");
        return root.Length > 0 ? Path.Combine(root, Product) : null;
    }

    private static string Home(string folder) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, folder) : "";
}
