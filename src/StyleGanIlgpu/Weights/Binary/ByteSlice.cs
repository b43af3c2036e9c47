namespace StyleGanIlgpu.Weights.Binary;

/// <summary>A range of a source: what a pickled string or a storage is until somebody needs its content.</summary>
internal readonly record struct ByteSlice(ByteSource Source, long Offset, long Length)
{
    /// <summary>The content; for slices that are known to be short.</summary>
    public ReadOnlySpan<byte> Span => Source.Span(Offset, checked((int)Length));

    /// <summary>A part of the slice; the caller has checked that it fits.</summary>
    public ByteSlice Slice(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} do not lie within {Length} bytes.");
        return new ByteSlice(Source, Offset + offset, length);
    }

    /// <summary>The part from an offset to the end.</summary>
    public ByteSlice From(long offset) => Slice(offset, Length - offset);

    /// <summary>Up to so many bytes from the start.</summary>
    public ReadOnlySpan<byte> Head(int length) => Source.Span(Offset, (int)Math.Min(length, Length));
}
