using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Tests.Pictures;

public sealed class ImageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("image-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_image_holds_a_copy_of_its_bytes()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6];
        using var image = new Image(2, 1, 3, bytes);
        bytes[0] = 99;

        Assert.Equal([1, 2, 3, 4, 5, 6], image.Pixels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], image.AsRgb24().ToArray());
        Assert.Equal((2, 1, 3), (image.Width, image.Height, image.Channels));
    }

    [Fact]
    public void A_grey_image_as_RGB_has_every_value_three_times()
    {
        using var image = new Image(1, 2, 1, [7, 200]);

        Assert.Equal([7, 7, 7, 200, 200, 200], image.AsRgb24().ToArray());
        Assert.True(image.AsRgb24() == image.AsRgb24(), "the copy is made once");
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(1, 0, 3)]
    [InlineData(-1, -1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(1, 1, 4)]
    [InlineData(65537, 1, 1)]
    [InlineData(65536, 65536, 1)]
    public void Impossible_sizes_are_refused(int width, int height, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(width, height, channels, new byte[3]));

    [Fact]
    public void A_wrong_number_of_bytes_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Image(2, 2, 3, new byte[11]));

        Assert.StartsWith("11 bytes, expected 2 x 2 x 3 = 12.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_replaces_a_file_and_leaves_nothing_else()
    {
        var path = Path.Combine(folder, "picture.png");
        File.WriteAllText(path, "before");
        using var image = TestPictures.Make(20, 10, 3, 4, 1);

        image.Save(path);

        Assert.Equal(image.Pixels, PngReader.Read(File.ReadAllBytes(path)).Pixels);
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_no_other()
    {
        var path = Path.Combine(folder, "picture.png");
        File.WriteAllText(path, "before");
        var image = new Image(2, 2, 1, new byte[4]);
        image.Dispose();

        Assert.Throws<ObjectDisposedException>(() => image.Save(path));
        Assert.ThrowsAny<IOException>(() => new Image(1, 1, 1, [0]).Save(Path.Combine(folder, "nowhere", "picture.png")));
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_stream_that_fails_is_told_and_not_closed()
    {
        using var image = TestPictures.Make(300, 300, 3, 0, 1);
        using var stream = new FullDisk();

        Assert.Throws<IOException>(() => image.Save(stream));
        Assert.False(stream.IsDisposed);
    }

    [Fact]
    public void A_disposed_image_refuses_everything()
    {
        var image = new Image(1, 1, 1, [5]);
        image.Dispose();
        image.Dispose();

        Assert.Throws<ObjectDisposedException>(() => image.Pixels.Length);
        Assert.Throws<ObjectDisposedException>(() => image.AsRgb24().Length);
        Assert.Throws<ObjectDisposedException>(() => image.Save(Stream.Null));
    }

    private sealed class FullDisk : MemoryStream
    {
        public bool IsDisposed { get; private set; }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            if (Length + bytes.Length > 100_000)
                throw new IOException("No space left on device.");
            base.Write(bytes);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
