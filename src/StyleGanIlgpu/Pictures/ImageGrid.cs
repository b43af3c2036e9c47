namespace StyleGanIlgpu.Pictures;

/// <summary>Puts pictures of one size side by side.</summary>
public static class ImageGrid
{
    /// <summary>A sheet of columns x rows pictures, filled row by row from the top left; places without a picture stay black.</summary>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="rows">Rows of pictures, at least 1.</param>
    /// <param name="images">1 to columns * rows pictures, all of one size and number of channels; they aren't disposed.</param>
    /// <returns>A picture of columns * width by rows * height pixels; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no picture, there are too many, or they differ in size or channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="columns"/> or <paramref name="rows"/> is below 1, or the sheet has a side above <see cref="Image.LargestSide"/> or is above 2 GB.
    /// </exception>
    /// <exception cref="ObjectDisposedException">A picture is disposed.</exception>
    public static Image Tile(int columns, int rows, IReadOnlyList<Image> images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < 1 || images.Count > (long)columns * rows)
            throw new ArgumentException($"{images.Count} pictures, expected 1 to {columns} x {rows}.", nameof(images));
        var first = images[0];
        foreach (var image in images)
        {
            if ((image.Width, image.Height, image.Channels) != (first.Width, first.Height, first.Channels))
                throw new ArgumentException($"A picture is {Describe(image)}, expected {Describe(first)} as the first.", nameof(images));
        }
        var sheet = new Image(Side(columns, first.Width), Side(rows, first.Height), first.Channels);
        try
        {
            sheet.Writable.Clear();
            for (var i = 0; i < images.Count; i++)
                Place(images[i], sheet, i % columns, i / columns);
            return sheet;
        }
        catch
        {
            sheet.Dispose();
            throw;
        }
    }

    private static void Place(Image image, Image sheet, int column, int row)
    {
        var rowBytes = image.Width * image.Channels;
        var sheetRowBytes = sheet.Width * sheet.Channels;
        for (var y = 0; y < image.Height; y++)
        {
            var target = sheet.Writable.Slice((row * image.Height + y) * sheetRowBytes + column * rowBytes, rowBytes);
            image.Pixels.Slice(y * rowBytes, rowBytes).CopyTo(target);
        }
    }

    // A side too large for an int is too large for a picture, which says so.
    private static int Side(int count, int pixels) => (int)Math.Min((long)count * pixels, int.MaxValue);

    private static string Describe(Image image) => $"{image.Width} x {image.Height} x {image.Channels}";
}
