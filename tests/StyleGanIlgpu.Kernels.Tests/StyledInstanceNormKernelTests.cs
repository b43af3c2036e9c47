using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Kernels.Tests;

public sealed class StyledInstanceNormKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Theory]
    [InlineData(1, 5, 33)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 9, 1100)]
    public void Every_channel_is_bent_and_gets_its_style(int batch, int channels, int pixels)
    {
        var (quads, random) = (Float4.Count(channels), new Random(channels));
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + 3)];
        var (maps, styles) = (Values(batch * pixels * quads * Float4.Length), Values(batch * 2 * channels));
        var (noise, strengths, bias) = (Values(pixels), Values(quads * Float4.Length), Values(quads * Float4.Length));
        // Below zero about as often as above.
        bias = Array.ConvertAll(bias, x => x - 19);
        var arguments = new StyledInstanceNormArguments
        {
            Input = accelerator.Of(MemoryMarshal.Cast<float, Float4>(maps).ToArray()),
            Output = accelerator.Of(new Float4[maps.Length / Float4.Length]),
            Strengths = accelerator.Of(MemoryMarshal.Cast<float, Float4>(strengths).ToArray()),
            Styles = accelerator.Of(styles),
            Moments = accelerator.Of(new Float4[StyledInstanceNormArguments.MomentQuads(pixels, quads, batch)]),
            Epilogue = new EpilogueArguments
            {
                Bias = accelerator.Of(MemoryMarshal.Cast<float, Float4>(bias).ToArray()),
                Noise = accelerator.Of(noise),
                NoiseStride = pixels,
                Channels = channels,
                Activation = 2,
                Slope = 0.2f,
                Gain = 1.5f,
                Limit = float.PositiveInfinity,
            },
            Pixels = pixels,
            Width = pixels,
            Quads = quads,
            ChunkPixels = StyledInstanceNormArguments.ChunkPixelsFor(pixels),
            Chunks = StyledInstanceNormArguments.ChunksFor(pixels),
            StyleStride = 2 * channels,
            Epsilon = 1e-8f,
        };
        accelerator.Run(StyledInstanceNormArguments.LaunchStatistics(MapStorage.Float32, pixels, quads, batch), arguments);
        accelerator.Run(StyledInstanceNormArguments.LaunchApplication(MapStorage.Float32, pixels, quads, batch), arguments);

        var result = MemoryMarshal.Cast<Float4, float>(CpuAccelerator.Read(arguments.Output)).ToArray();
        for (var n = 0; n < batch; n++)
        {
            for (var c = 0; c < channels; c++)
            {
                double[] Plane(float[] values) => [.. Enumerable.Range(0, pixels).Select(i => (double)values[(((n * pixels) + i) * quads * 4) + c])];
                var plane = Plane(maps);
                for (var i = 0; i < pixels; i++)
                {
                    plane[i] += (noise[i] * strengths[c]) + bias[c];
                    plane[i] *= plane[i] > 0 ? 1.5 : 0.3;
                }
                var mean = plane.Average();
                var deviation = Math.Sqrt(plane.Average(x => Math.Pow(x - mean, 2)) + 1e-8);
                var (scale, shift) = (styles[(n * 2 * channels) + c] + 1, styles[(n * 2 * channels) + channels + c]);
                Assert.All(plane.Zip(Plane(result)), pair => Assert.Equal(((pair.First - mean) / deviation * scale) + shift, pair.Second, 1e-4));
            }
        }
    }

    /// <summary>StyleGAN1's maps from 64 x 64 on: a GPU is filled, and the moments that every group reads weigh a sixteenth of its pixels.</summary>
    [Theory]
    [InlineData(64, 256)]
    [InlineData(128, 128)]
    [InlineData(256, 64)]
    [InlineData(512, 32)]
    [InlineData(1024, 16)]
    public void Large_maps_have_enough_groups_and_few_moments(int extent, int channels)
    {
        var pixels = extent * extent;
        var launch = StyledInstanceNormArguments.LaunchApplication(MapStorage.Float32, pixels, Float4.Count(channels), batch: 1);
        Assert.Equal(512, launch.Grid.X * launch.Grid.Y);
        Assert.InRange(16 * StyledInstanceNormArguments.ChunksFor(pixels), 1, StyledInstanceNormArguments.ChunkPixelsFor(pixels));
    }
}
