using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Asks the system for large pages where it gives them on request only, as most Linux systems do. Maps are read in many short rows that lie far
/// apart, and finding thousands of small pages takes as long as reading them.
/// </summary>
internal static unsafe partial class HugePages
{
    // Less wouldn't hold a large page.
    private const long LeastBytes = 4 << 20;

    /// <summary>Asks for a block that nobody has touched yet. A system that refuses, or doesn't know the question, goes on with small pages.</summary>
    public static void Ask(byte* block, long bytes)
    {
        const int HugePage = 14;
        if (!OperatingSystem.IsLinux() || bytes < LeastBytes)
            return;
        var page = Environment.SystemPageSize;
        var start = ((nint)block + page - 1) & -page;
        var end = (nint)(block + bytes) & -page;
        try
        {
            _ = Advise(start, (nuint)(end - start), HugePage);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Small pages, then.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
