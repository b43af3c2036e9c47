using CsCheck;
using StbImageSharp;
using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Tests.Pictures;

public class PngWriterTests
{
    [Fact]
    public void Any_picture_reads_back_as_it_was()
    {
        (from width in Gen.Int[1, 70]
         from height in Gen.Int[1, 9]
         from channels in Gen.OneOfConst(1, 3)
         from kind in Gen.Int[0, 5]
         from seed in Gen.Int[0, 255]
         select (width, height, channels, kind, seed)).Sample(p =>
        {
            using var image = TestPictures.Make(p.width, p.height, p.channels, p.kind, p.seed);

            var read = PngReader.Read(Encode(image));

            Assert.Equal((p.width, p.height, p.channels), (read.Width, read.Height, read.Channels));
            Assert.Equal(image.Pixels, read.Pixels);
        });
    }

    [Fact]
    public void All_filters_are_in_use()
    {
        var filters = new SortedSet<int>();
        for (var kind = 0; kind <= 4; kind++)
        {
            using var image = TestPictures.Make(300, 60, 3, kind, 1);
            filters.UnionWith(PngReader.Read(Encode(image)).Filters);
        }

        Assert.Equal([1, 2, 3, 4], filters);
    }

    // Widths of whole vectors, where no byte past the row takes part in the choice; the sums of the last rows are at the end of what sixteen bits hold.
    [Theory]
    [InlineData(32, 40, 1)]
    [InlineData(32, 40, 4)]
    [InlineData(16384, 4, 0)]
    public void Each_row_takes_the_filter_of_the_least_magnitudes(int width, int height, int kind)
    {
        using var image = TestPictures.Make(width, height, 1, kind, 1);
        var read = PngReader.Read(Encode(image));
        for (var y = 1; y < image.Height; y++)
        {
            var sums = new int[5];
            for (var x = 0; x < image.Width; x++)
            {
                int At(int dx, int dy) => x - dx < 0 ? 0 : read.Pixels[(y - dy) * width + x - dx];
                var (a, b, c) = (At(1, 0), At(0, 1), At(1, 1));
                for (var filter = 1; filter <= 4; filter++)
                    sums[filter] += Math.Abs((int)(sbyte)(At(0, 0) - PngReader.Predict(filter, a, b, c)));
            }
            Assert.Equal(sums[1..].Min(), sums[read.Filters[y]]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_decoder_reads_the_same_picture(int channels)
    {
        using var image = TestPictures.Make(213, 117, channels, 4, 5);

        var read = ImageResult.FromMemory(Encode(image), ColorComponents.Default);

        Assert.Equal((213, 117, channels), (read.Width, read.Height, (int)read.Comp));
        Assert.Equal(image.Pixels, read.Data);
    }

    [Fact]
    public void A_large_picture_comes_in_chunks_of_bounded_length()
    {
        using var image = TestPictures.Make(400, 300, 3, 0, 7);

        var read = PngReader.Read(Encode(image));

        Assert.Equal(image.Pixels, read.Pixels);
        Assert.True(read.Chunks.Count(type => type == "IDAT") > 4);
        Assert.All(read.Chunks, type => Assert.True(type is "IHDR" or "IDAT" or "IEND", type));
    }

    [Fact]
    public void A_smooth_picture_takes_far_less_than_its_bytes()
    {
        using var waves = TestPictures.Make(512, 512, 3, 1, 0);
        using var flat = TestPictures.Make(512, 512, 3, 5, 200);

        Assert.InRange(Encode(waves).Length, 1, waves.Pixels.Length / 2);
        Assert.InRange(Encode(flat).Length, 1, flat.Pixels.Length / 100);
    }

    private static byte[] Encode(Image image)
    {
        var stream = new MemoryStream();
        image.Save(stream);
        return stream.ToArray();
    }
}
