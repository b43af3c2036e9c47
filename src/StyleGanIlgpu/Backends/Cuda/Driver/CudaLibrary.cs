using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>The driver's library, found by the names under which drivers install it (containers often have only the one with a version).</summary>
internal sealed class CudaLibrary : IDisposable
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    private readonly nint handle;

    private CudaLibrary(nint handle, string name) => (this.handle, Name) = (handle, name);

    public string Name { get; }

    public static CudaLibrary? TryOpen()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return new CudaLibrary(handle, name);
        }
        return null;
    }

    /// <summary>The names that were looked for, for messages.</summary>
    public static string Wanted => string.Join(" or ", Names);

    /// <summary>The address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">The library isn't a CUDA driver, or is too old to have the function.</exception>
    public nint Function(string name) => NativeLibrary.GetExport(handle, name);

    /// <summary>The address of a function that older drivers lack; 0 where it isn't there.</summary>
    public nint FindFunction(string name) => NativeLibrary.TryGetExport(handle, name, out var function) ? function : 0;

    public void Dispose() => NativeLibrary.Free(handle);
}
