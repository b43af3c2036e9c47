using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>A block of native memory with an owner: freed once, at the latest by the finalizer.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private readonly NativeAllocator allocator;

    public NativeBlock(NativeAllocator allocator, long bytes)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        this.allocator = allocator;
        Length = NativeAllocator.RoundUp(Math.Max(bytes, 1));
        SetHandle((IntPtr)allocator.Allocate(Length));
    }

    /// <summary>The first byte.</summary>
    public byte* Pointer => (byte*)handle;

    /// <summary>Bytes, rounded up to the alignment.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        allocator.Free((byte*)handle, Length);
        return true;
    }
}
