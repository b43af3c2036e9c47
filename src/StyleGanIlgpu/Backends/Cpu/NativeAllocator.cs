using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Where the CPU engine gets its memory. Tests put every block before a guard page.</summary>
internal abstract unsafe class NativeAllocator
{
    /// <summary>Every block starts at a multiple of this: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>The process heap.</summary>
    public static readonly NativeAllocator Heap = new HeapAllocator();

    /// <summary>Rounds a size up to whole alignment units.</summary>
    public static long RoundUp(long bytes) => ArenaPlan.RoundUp(bytes, Alignment);

    /// <summary>Zeroed memory, aligned.</summary>
    /// <exception cref="OutOfMemoryException">There isn't as much.</exception>
    public abstract byte* Allocate(long bytes);

    /// <summary>Gives a block of this allocator back.</summary>
    public abstract void Free(byte* block, long bytes);

    /// <summary>
    /// Zeroed pages come from the system untouched, so that a large arena costs nothing until it is used, which an aligned allocation
    /// and a clearing loop would. The address that the heap gave lies just before the block.
    /// </summary>
    private sealed class HeapAllocator : NativeAllocator
    {
        public override byte* Allocate(long bytes)
        {
            var raw = (byte*)NativeMemory.AllocZeroed(checked((nuint)bytes + Alignment));
            var block = (byte*)(((nint)raw + Alignment) & -Alignment);
            ((byte**)block)[-1] = raw;
            HugePages.Ask(block, bytes);
            return block;
        }

        public override void Free(byte* block, long bytes) => NativeMemory.Free(((byte**)block)[-1]);
    }
}
