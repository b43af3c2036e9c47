namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>What stands beside the layers: random noise on the way in, planes on the way out.</summary>
public sealed class HandOverKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Planes_take_the_channels_apart(int channels)
    {
        const int Batch = 2;
        const int Pixels = 131;
        var quads = Float4.Count(channels);
        var input = new Float4[Batch * Pixels * quads];
        for (var i = 0; i < input.Length; i++)
            input[i] = new Float4 { X = 4 * i, Y = (4 * i) + 1, Z = (4 * i) + 2, W = (4 * i) + 3 };
        var output = accelerator.Of(new float[Batch * channels * Pixels]);
        accelerator.Run(PlanesArguments.Launch(MapStorage.Float32, Pixels, channels, Batch), new PlanesArguments
        {
            Input = accelerator.Of(input),
            Output = output,
            Pixels = Pixels,
            Quads = quads,
            Channels = channels,
        });

        var expected =
            from n in Enumerable.Range(0, Batch)
            from c in Enumerable.Range(0, channels)
            from pixel in Enumerable.Range(0, Pixels)
            select (float)((((n * Pixels) + pixel) * quads * 4) + c);
        Assert.Equal(expected, CpuAccelerator.Read(output));
    }

    [Fact]
    public void Noise_is_normal_and_no_two_rows_layers_or_seeds_are_alike()
    {
        const int Height = 9;
        const int Width = 150;
        var noise = Noise(Height, Width, layer: 3, strength: 0.5f, 12345, -7);
        Assert.Equal(Height * 38 * 4, noise.Length);
        Assert.InRange(noise.Average(), -0.05f, 0.05f);
        Assert.InRange(Math.Sqrt(noise.Average(x => (double)x * x)), 0.47, 0.53);
        Assert.InRange(noise.Max(Math.Abs), 1.25f, 3f);
        Assert.Equal(noise.Length, noise.Distinct().Count());

        Assert.Equal(noise.Select(x => 2 * x), Noise(Height, Width, layer: 3, strength: 1, 12345, -7));
        // A row of a smaller map is the beginning of the larger map's.
        Assert.Equal(noise.Take(8), Noise(2, 5, layer: 3, strength: 0.5f, 12345, -7).Take(8));
        Assert.Equal(noise.Skip(38 * 4).Take(8), Noise(2, 5, layer: 3, strength: 0.5f, 12345, -7).Skip(8));
        Assert.Empty(noise.Intersect(Noise(Height, Width, layer: 4, strength: 0.5f, 12345, -7)).Skip(3));
        Assert.Empty(noise.Intersect(Noise(Height, Width, layer: 3, strength: 0.5f, 12345, -6)).Skip(3));
        Assert.Empty(noise.Intersect(Noise(Height, Width, layer: 3, strength: 0.5f, 12346, -7)).Skip(3));
    }

    private float[] Noise(int height, int width, int layer, float strength, params int[] seed)
    {
        var stride = PhiloxNoiseArguments.StrideFor(width);
        var output = accelerator.Of(new Float4[height * stride]);
        accelerator.Run(PhiloxNoiseArguments.Launch(height, width), new PhiloxNoiseArguments
        {
            Output = output,
            Options = accelerator.Of(seed),
            Stride = stride,
            Layer = layer,
            Strength = strength,
        });
        return CpuAccelerator.Read(output.Cast<float>());
    }
}
