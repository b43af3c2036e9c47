using System.Buffers;

namespace StyleGanIlgpu.Weights.Binary;

/// <summary>float32 numbers where they lie in a file, as memory. Reading it after the file was closed throws.</summary>
internal sealed unsafe class FloatView(ByteSource source, long offset, int count) : MemoryManager<float>
{
    /// <summary>Whether the numbers can be viewed in place: they start at a multiple of 4 bytes.</summary>
    public static bool Fits(ByteSource source, long offset) => (nint)source.Address(offset, 0) % sizeof(float) == 0;

    // Every use is through ReadOnlyMemory: a mapped file can't be written.
    public override Span<float> GetSpan() => source.Floats(offset, count);

    public override MemoryHandle Pin(int elementIndex = 0) =>
        new(source.Address(offset, (long)sizeof(float) * count) + ((long)sizeof(float) * elementIndex), pinnable: this);

    public override void Unpin()
    {
        // The bytes never move.
    }

    protected override void Dispose(bool disposing)
    {
        // The checkpoint owns the source.
    }
}
