using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Weights.Binary;

/// <summary>
/// The bytes of a checkpoint at one fixed address: a mapped file, a stream read to its end, or a resource. Offsets are 64-bit, so a mapped
/// file above 2 GB is no special case. Every access is checked against the length and against disposal.
/// </summary>
/// <remarks>
/// There is no finalizer on purpose: one could unmap the file under a span that is still in use. A mapping that nobody disposes stays
/// until the process ends.
/// </remarks>
internal sealed unsafe class ByteSource : IDisposable
{
    private readonly byte* _pointer;

    // Set where the bytes lie in a (pinned) array: spans are then made from it, so that the collector sees them.
    private readonly byte[]? _array;
    private readonly Action? _release;
    private int _disposed;

    private ByteSource(byte* pointer, long length, byte[]? array, Action? release)
    {
        _pointer = pointer;
        _array = array;
        _release = release;
        Length = length;
    }

    public long Length { get; }

    public ByteSlice All => new(this, 0, Length);

    /// <summary>Bytes offset .. offset + length.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        var address = Address(offset, length);
        return _array is null ? new ReadOnlySpan<byte>(address, length) : _array.AsSpan((int)offset, length);
    }

    /// <summary>Numbers in place, from an offset whose address is a multiple of 4. Not to be written to.</summary>
    public Span<float> Floats(long offset, int count)
    {
        var address = Address(offset, (long)sizeof(float) * count);
        return _array is null ? new Span<float>(address, count) : MemoryMarshal.Cast<byte, float>(_array.AsSpan((int)offset, sizeof(float) * count));
    }

    /// <summary>The address of a range; valid while this object is reachable and not disposed.</summary>
    public byte* Address(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} do not lie within {Length} bytes.");
        return _pointer + offset;
    }

    /// <summary>Maps a file that isn't empty, and takes it over: it is closed when the source is disposed.</summary>
    public static ByteSource Map(FileStream file)
    {
        var length = file.Length;
        var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var handle = view.SafeMemoryMappedViewHandle;
            var (keptView, keptMapping) = (view, mapping);
            byte* pointer = null;
            handle.AcquirePointer(ref pointer);
            return new ByteSource(pointer + view.PointerOffset, length, null, () =>
            {
                handle.ReleasePointer();
                keptView.Dispose();
                keptMapping.Dispose();
            });
        }
        catch
        {
            view?.Dispose();
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream to its end, after the bytes that were already taken from it. Memory grows with what really arrives.</summary>
    /// <returns>Null when more than an array can hold arrives.</returns>
    public static ByteSource? Read(ReadOnlySpan<byte> head, Stream rest)
    {
        long expected = head.Length + (rest.CanSeek ? Math.Max(0, rest.Length - rest.Position) : 1 << 16);
        if (expected > Array.MaxLength)
            return null;
        var array = GC.AllocateUninitializedArray<byte>((int)Math.Max(expected, head.Length + 1), pinned: true);
        head.CopyTo(array);
        var length = head.Length;
        Span<byte> next = stackalloc byte[1];
        while (true)
        {
            if (length == array.Length)
            {
                // A file of the length it claims ends here: one byte more tells, without doubling the array first.
                if (rest.Read(next) == 0)
                    return FromArray(array, length);
                if (length == Array.MaxLength)
                    return null;
                var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, 2L * length), pinned: true);
                array.CopyTo(larger, 0);
                array = larger;
                array[length++] = next[0];
            }

            var read = rest.Read(array, length, array.Length - length);
            if (read == 0 && length < array.Length)
                return FromArray(array, length);
            length += read;
        }
    }

    /// <summary>Memory that stays where it is for the life of the process, such as an embedded resource.</summary>
    public static ByteSource Borrow(byte* pointer, long length) => new(pointer, length, null, null);

    /// <summary>New memory for the caller to fill.</summary>
    public static ByteSource Allocate(int length, out Span<byte> bytes)
    {
        var array = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        bytes = array;
        return FromArray(array, length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _release?.Invoke();
    }

    private static ByteSource FromArray(byte[] array, int length) =>
        new((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), length, array, null);
}
