using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>
/// Gives every block pages of its own, ending where a page begins that nobody may touch: a read or a write past the end ends the process.
/// Linux only.
/// </summary>
/// <param name="poisoned">Fills blocks with NaN, which shows in any result that something unwritten went into.</param>
internal sealed unsafe partial class GuardedAllocator(bool poisoned) : NativeAllocator
{
    private const int ReadWrite = 3;
    private const int NoAccess = 0;
    private const int PrivateAnonymous = 0x22;

    public override byte* Allocate(long bytes)
    {
        var pages = Pages(bytes);
        var start = Map(0, pages + 2 * Environment.SystemPageSize, NoAccess, PrivateAnonymous, -1, 0);
        if (start == -1 || Protect(start + Environment.SystemPageSize, pages, ReadWrite) != 0)
            throw new InvalidOperationException($"No guarded pages for {bytes} bytes: error {Marshal.GetLastPInvokeError()}.");
        var block = (byte*)start + Environment.SystemPageSize + pages - bytes;
        if (poisoned)
            new Span<byte>(block, checked((int)bytes)).Fill(0xff);
        return block;
    }

    public override void Free(byte* block, long bytes)
    {
        var pages = Pages(bytes);
        _ = Unmap((nint)(block + bytes) - pages - Environment.SystemPageSize, pages + 2 * Environment.SystemPageSize);
    }

    private static nint Pages(long bytes) => (nint)((bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
