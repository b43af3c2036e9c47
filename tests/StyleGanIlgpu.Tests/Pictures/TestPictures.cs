using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Tests.Pictures;

/// <summary>Pictures to write and read back.</summary>
internal static class TestPictures
{
    /// <summary>Kinds that favour different filters: 0 any bytes, 1 waves, 2 rows alike, 3 columns alike, 4 slopes with grain, else flat.</summary>
    public static Image Make(int width, int height, int channels, int kind, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[width * height * channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / channels % width, i / channels / width);
            pixels[i] = kind switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(128 + 100 * Math.Sin(x / 9.0 + i % channels) * Math.Cos(y / 7.0)),
                2 => (byte)(x * 37 + x * x),
                3 => (byte)(y * 41 + y * y),
                4 => (byte)(3 * x + 5 * y + random.Next(3)),
                _ => (byte)seed,
            };
        }
        return new Image(width, height, channels, pixels);
    }
}
