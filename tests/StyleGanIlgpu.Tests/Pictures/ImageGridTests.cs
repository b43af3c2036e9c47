using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Tests.Pictures;

public class ImageGridTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pictures_stand_row_by_row_and_empty_places_are_black(int channels)
    {
        var images = Enumerable.Range(1, 5).Select(i => TestPictures.Make(3, 2, channels, 5, 40 * i)).ToArray();

        // Pooled memory comes as it was left: here, white.
        TestPictures.Make(9, 4, channels, 5, 255).Dispose();

        using var sheet = ImageGrid.Tile(3, 2, images);

        Assert.Equal((9, 4, channels), (sheet.Width, sheet.Height, sheet.Channels));
        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 9 * channels; x++)
            {
                var place = y / 2 * 3 + x / (3 * channels);
                Assert.Equal(place < 5 ? 40 * (place + 1) : 0, sheet.Pixels[y * 9 * channels + x]);
            }
        }
    }

    [Fact]
    public void Rows_of_a_picture_keep_their_order()
    {
        using var image = TestPictures.Make(5, 4, 3, 0, 1);

        using var sheet = ImageGrid.Tile(1, 1, [image]);

        Assert.Equal(image.Pixels, sheet.Pixels);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var small = TestPictures.Make(2, 2, 3, 5, 1);
        using var grey = TestPictures.Make(2, 2, 1, 5, 1);
        using var wide = TestPictures.Make(3, 2, 3, 5, 1);

        Assert.Throws<ArgumentException>(() => ImageGrid.Tile(2, 2, []));
        Assert.Throws<ArgumentException>(() => ImageGrid.Tile(1, 1, [small, small]));
        Assert.Throws<ArgumentException>(() => ImageGrid.Tile(2, 1, [small, grey]));
        var fault = Assert.Throws<ArgumentException>(() => ImageGrid.Tile(2, 1, [small, wide]));
        Assert.StartsWith("A picture is 3 x 2 x 3, expected 2 x 2 x 3 as the first.", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageGrid.Tile(0, 1, [small]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageGrid.Tile(int.MaxValue, int.MaxValue, [small]));
    }
}
