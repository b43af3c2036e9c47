using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>The fused filtered leaky ReLU on a tiny map, each up-filter and each down-filter once, and without filters.</summary>
public sealed class FilteredLeakyReluKernelTests : IDisposable
{
    private const int Channels = 4;
    private const int InputHeight = 6;
    private const int InputWidth = 5;
    private const int OutputHeight = 5;
    private const int OutputWidth = 10;
    private const int FirstRow = -2;
    private const int FirstColumn = 1;
    private const float Slope = 0.25f;
    private const float Limit = 3;

    private readonly CpuAccelerator accelerator = new();
    private readonly Random random = new(7);

    public void Dispose() => accelerator.Dispose();

    [Theory]
    [InlineData("filtered_leaky_relu_up2", 2)]
    [InlineData("filtered_leaky_relu_up4_mirrored", 4)]
    public void Every_sample_is_what_its_taps_say(string kernel, int up)
    {
        var isMirrored = kernel.EndsWith("mirrored", StringComparison.Ordinal);
        var (input, bias) = (Numbers(2 * InputHeight * InputWidth * Channels), Numbers(Channels));
        var (across, along, down) = (Numbers(24), Numbers(24), Numbers(36));
        var output = accelerator.Of(new Float4[2 * OutputHeight * OutputWidth * Channels / 4]);
        accelerator.Run(FilteredLeakyReluArguments.Launch(kernel, OutputHeight, OutputWidth, Channels, batch: 2), new FilteredLeakyReluArguments
        {
            Input = accelerator.Of(MemoryMarshal.Cast<float, Float4>(input).ToArray()),
            Output = output,
            Bias = accelerator.Of(bias),
            InputHeight = InputHeight,
            InputWidth = InputWidth,
            OutputHeight = OutputHeight,
            OutputWidth = OutputWidth,
            InputChannels = Channels,
            OutputChannels = Channels,
            ChannelGroups = 1,
            RunRows = FilteredLeakyReluArguments.RunRowsFor(OutputHeight, OutputWidth, Channels),
            FirstRow = FirstRow,
            FirstColumn = FirstColumn,
            Slope = Slope,
            Limit = Limit,
            AcrossPhase0 = Six(across, 0),
            AcrossPhase1 = Six(across, 1),
            AcrossPhase2 = Six(across, 2),
            AcrossPhase3 = Six(across, 3),
            AlongPhase0 = Six(along, 0),
            AlongPhase1 = Six(along, 1),
            AlongPhase2 = Six(along, 2),
            AlongPhase3 = Six(along, 3),
            Down0 = Six(down, 0),
            Down1 = Six(down, 1),
            Down2 = Six(down, 2),
            Down3 = Six(down, 3),
            Down4 = Six(down, 4),
            Down5 = Six(down, 5),
        });

        // The first output begins with the first phase of up-sampling by 2, with the second of up-sampling by 4.
        var phase = up == 2 ? 0 : 1;
        var result = CpuAccelerator.Read(output.Cast<float>());
        for (var i = 0; i < result.Length; i++)
        {
            var (c, x, y, n) = (i % Channels, i / Channels % OutputWidth, i / Channels / OutputWidth % OutputHeight, i / Channels / OutputWidth / OutputHeight);
            double expected = 0;
            for (var v = 0; v < 12; v++)
            {
                for (var u = 0; u < 12; u++)
                {
                    var tap = isMirrored ? down[(Math.Min(v, 11 - v) * 6) + Math.Min(u, 11 - u)] : down[u] * (double)down[12 + v];
                    expected += tap * Raised(n, (2 * y) + v + phase, (2 * x) + u + phase, c);
                }
            }
            Assert.Equal(expected, result[i], 2e-4);
        }

        double Raised(int n, int v, int u, int c)
        {
            double sum = 0;
            for (var k = 0; k < 6; k++)
            {
                for (var l = 0; l < 6; l++)
                {
                    var (y, x) = (FirstRow + (v / up) + k, FirstColumn + (u / up) + l);
                    if (y is >= 0 and < InputHeight && x is >= 0 and < InputWidth)
                        sum += along[(v % up * 6) + k] * (double)across[(u % up * 6) + l] * (input[((((n * InputHeight) + y) * InputWidth) + x) * Channels + c] + (double)bias[c]);
                }
            }
            return Math.Clamp(sum > 0 ? sum : sum * Slope, -Limit, Limit);
        }
    }

    [Fact]
    public void Without_filters_a_sample_is_biased_bent_scaled_and_clamped()
    {
        var output = accelerator.Of(new Float4[3]);
        accelerator.Run(PointwiseLeakyReluArguments.Launch(MapStorage.Float32, 3), new PointwiseLeakyReluArguments
        {
            Input = accelerator.Of(Quad(1, -1, 9, -9), Quad(0, 0, 0, 0), Quad(-4, -3, -2, -1)),
            Output = output,
            Bias = accelerator.Of(Quad(1, 2, 3, 4)),
            Quads = 3,
            InputQuads = 1,
            PixelQuads = 1,
            Slope = 0.5f,
            Gain = 3,
            Limit = 7,
        });
        Assert.Equal([Quad(6, 3, 7, -7), Quad(3, 6, 7, 7), Quad(-4.5f, -1.5f, 3, 7)], CpuAccelerator.Read(output));
    }

    /// <summary>By exact numbers: ILGPU on the CPU doesn't round to the nearest, as the instruction does.</summary>
    [Fact]
    public void Float16_ends_at_its_largest_number()
    {
        var output = accelerator.Of(new Half4[2]);
        accelerator.Run(PointwiseLeakyReluArguments.Launch(MapStorage.Float16, 2), new PointwiseLeakyReluArguments
        {
            Input = accelerator.Of(new Half4 { XY = Pair(1f / 1024, 3f / 1024), ZW = Pair(65504, -65504) }, new Half4 { XY = Pair(0.5f, -0.25f), ZW = Pair(6e-8f, -3) }).Cast<Float4>(),
            Output = output.Cast<Float4>(),
            Bias = accelerator.Of(Quad(1, 1, 65504, 100), Quad(0, 0, 0, 0)),
            Quads = 2,
            InputQuads = 2,
            PixelQuads = 2,
            IsHalf = 1,
            Slope = 2,
            Gain = 1,
            Limit = float.PositiveInfinity,
        });
        Half4[] expected = [new() { XY = Pair(1 + (1f / 1024), 1 + (3f / 1024)), ZW = Pair(65504, -65504) }, new() { XY = Pair(0.5f, -0.5f), ZW = Pair(6e-8f, -6) }];
        Assert.Equal(expected.Select(quad => $"{quad.XY:x8} {quad.ZW:x8}"), CpuAccelerator.Read(output).Select(quad => $"{quad.XY:x8} {quad.ZW:x8}"));
    }

    private static uint Pair(float low, float high) => BitConverter.HalfToUInt16Bits((Half)low) | ((uint)BitConverter.HalfToUInt16Bits((Half)high) << 16);

    private static Float4 Quad(float x, float y, float z, float w) => new() { X = x, Y = y, Z = z, W = w };

    private static SixTaps Six(float[] taps, int n) => new()
    {
        T0 = taps[n * 6],
        T1 = taps[(n * 6) + 1],
        T2 = taps[(n * 6) + 2],
        T3 = taps[(n * 6) + 3],
        T4 = taps[(n * 6) + 4],
        T5 = taps[(n * 6) + 5],
    };

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
