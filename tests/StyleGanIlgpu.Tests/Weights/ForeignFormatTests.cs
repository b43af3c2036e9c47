using System.IO.Compression;
using System.Text;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Files that are no checkpoint, or none for this version, are told what they are, whatever they are called.</summary>
public sealed class ForeignFormatTests
{
    public static TheoryData<string, string> Starts => new()
    {
        { "", "the file is empty, expected a checkpoint" },
        { "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n", "this is a Git LFS pointer, fetch the real file" },
        { "<!DOCTYPE html><html>", "this is a web page" },
        { "\r\n  <HTML lang=en>", "this is a web page" },
        { "\u00EF\u00BB\u00BF<?xml version='1.0'?>", "this is a web page" },
        { "\u0089PNG\r\n\u001a\n", "this is a PNG image" },
        { "\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF", "this is a JPEG image" },
        { "GIF89a", "this is a GIF image" },
        { "RIFF\0\0\0\0WEBP", "this is a WebP image" },
        { "%PDF-1.7", "this is a PDF document" },
        { "\u001f\u008b\u0008\0", "this is a gzip archive" },
        { "7z\u00bc\u00af\u0027\u001c", "this is a 7-Zip archive" },
        { "\u0093NUMPY\u0001\0", "this is a NumPy array" },
        { "\u0089HDF\r\n", "this is an HDF5 file: recognised, not supported yet" },
        { "GGUF\u0003", "this is a GGUF file" },
        { "\u0008\u0007\u0012\u0007pytorch", "this is an ONNX model: recognised, not supported yet" },
        { "hello, world", "the format isn't known (it starts with 68656C6C6F2C2077)" },
        { "c a t", "the format isn't known" },
        { "\u0080", "the format isn't known (it starts with 80)" },
        { "\u0080\u0009abc", "the format isn't known" },
        { "{}", "the format isn't known" },
        { "\u0080\u0004", "damaged or hostile pickle, 1 more bytes are expected" },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void A_start_tells_the_format(string latin1, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.pkl", Encoding.Latin1.GetBytes(latin1));
        var message = Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(path, null).Dispose()).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);

        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(latin1));
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(stream, "x", null).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_are_told_apart()
    {
        AssertRefused("this is a NumPy archive (.npz)", File.ReadAllBytes(GoldenFolder.PathOf("sg2_z512_32.npz")));
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt");
        AssertRefused("this is a zip archive", content.ToArray());
        var tar = new byte[512];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        tar[0] = (byte)'a';
        AssertRefused("this is a tar archive", tar);
        "sys_info\0"u8.CopyTo(tar);
        AssertRefused("this is a PyTorch file of the tar format of before version 0.1.10", tar);
    }

    [Fact]
    public void A_wrong_stream_is_not_read_to_its_end()
    {
        using var endless = new EndlessStream();
        Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(endless, "endless", null).Dispose());
        Assert.InRange(endless.Served, 1, 1 << 16);
    }

    [Fact]
    public void A_stream_that_can_not_seek_and_gives_a_byte_at_a_time_is_read_all_the_same()
    {
        using var file = File.OpenRead(GoldenFolder.PathOf("sg2_orig32.pkl"));
        using var slow = new BufferedStream(new SlowStream(file), 1);
        using var checkpoint = CheckpointReader.Open(slow, "slow", null);
        using var direct = GoldenCheckpointTests.Open("sg2_orig32");
        SafetensorsRoundTripTests.AssertSameTensors(direct, checkpoint);
    }

    [Fact]
    public void Missing_files_and_folders_are_io_errors_with_the_name()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal($"{folder["none.pkl"]}: there is no such file.", Assert.Throws<FileNotFoundException>(() => CheckpointReader.Open(folder["none.pkl"], null)).Message);
        Directory.CreateDirectory(folder["sub"]);
        Assert.Equal($"{folder["sub"]}: is a folder, expected a checkpoint file.", Assert.Throws<IOException>(() => CheckpointReader.Open(folder["sub"], null)).Message);
    }

    private static void AssertRefused(string expected, byte[] content)
    {
        using var stream = new MemoryStream(content);
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(stream, "test", null).Dispose()).Message, StringComparison.Ordinal);
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class EndlessStream : ReadOnlyStream
    {
        public long Served { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Clear();
            Served += count;
            return count;
        }
    }

    private sealed class SlowStream(Stream inner) : ReadOnlyStream
    {
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 777));
    }
}
