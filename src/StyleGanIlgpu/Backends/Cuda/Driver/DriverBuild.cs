using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>Tells drivers of one CUDA version apart, for what depends on the driver's compiler.</summary>
internal static class DriverBuild
{
    private const string KernelModule = "/proc/driver/nvidia/version";

    /// <summary>The library's size and time, and what the kernel's part says of itself; as much of it as can be seen.</summary>
    /// <param name="library">The name under which it was loaded.</param>
    public static string Of(string library) => $"{OfFile(Path(library))}\n{Read(KernelModule)}";

    /// <summary>Size and time of a file; empty where there is none.</summary>
    public static string OfFile(string? path)
    {
        try
        {
            // What a link leads to, where it is one.
            FileSystemInfo? target = path is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            return target is FileInfo { Exists: true } file
                ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")
                : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? Path(string library)
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return process.Modules.Cast<ProcessModule>()
                .FirstOrDefault(module => module.FileName.Contains(System.IO.Path.GetFileName(library), StringComparison.OrdinalIgnoreCase)
                    || module.ModuleName.StartsWith("libcuda.so", StringComparison.Ordinal))
                ?.FileName;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
