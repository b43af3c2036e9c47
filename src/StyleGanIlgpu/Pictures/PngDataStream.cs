using System.Buffers;

namespace StyleGanIlgpu.Pictures;

/// <summary>Takes the compressed picture and passes it on in IDAT chunks, so that it is never in memory as a whole.</summary>
internal sealed class PngDataStream(Stream target) : Stream
{
    private const int ChunkLength = 1 << 16;

    private byte[]? buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
    private int filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(buffer is null, this);
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, ChunkLength - filled);
            bytes[..count].CopyTo(buffer.AsSpan(filled));
            filled += count;
            bytes = bytes[count..];
            if (filled == ChunkLength)
                WriteChunk();
        }
    }

    public override void Write(byte[] bytes, int offset, int count) => Write(bytes.AsSpan(offset, count));

    public override void Flush()
    {
        // Chunks are cut by length, not by the compressor's pauses.
    }

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && buffer is not null)
        {
            try
            {
                if (filled > 0)
                    WriteChunk();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = null;
            }
        }
        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        PngChunk.Write(target, "IDAT"u8, buffer.AsSpan(0, filled));
        filled = 0;
    }
}
