namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>The first and the last kernel of a picture, on tiny shapes.</summary>
public sealed class PictureKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Theory]
    [InlineData(0, new[] { 0f, 1f, -1.01f, float.NaN, float.PositiveInfinity, 0.9999f }, new byte[] { 128, 255, 0, 0, 255, 255 })]
    [InlineData(1, new[] { 0f, 1f, -1.01f, float.NaN, float.PositiveInfinity, 0.9999f }, new byte[] { 127, 255, 0, 0, 255, 254 })]
    public void Values_become_bytes_by_the_rule(int rule, float[] values, byte[] expected) =>
        Assert.Equal(expected, ToBytes(rule, 1, [.. values.Select(value => new Float4 { X = value, Y = 9, Z = 9, W = 9 })]));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Bytes_stand_side_by_side_to_the_last_part_of_a_word(int channels)
    {
        const int Pixels = 259;
        var quads = new Float4[Pixels * Float4.Count(channels)];
        for (var i = 0; i < quads.Length; i++)
            quads[i] = new Float4 { X = Level(i * 4), Y = Level((i * 4) + 1), Z = Level((i * 4) + 2), W = Level((i * 4) + 3) };
        var expected = Enumerable.Range(0, Pixels * channels)
            .Select(i => (byte)(((i / channels * Float4.Count(channels) * 4) + (i % channels)) % 251));
        Assert.Equal(expected, ToBytes(0, channels, quads));
    }

    [Fact]
    public void Waves_keep_their_place_in_the_turn_however_far_they_have_turned()
    {
        // Frequencies of up to a sample's half turn, moved by some thousand turns, then turned by the style and stretched by the matrix.
        const int Size = 5;
        const double Rate = 8;
        const double Bandwidth = 1;
        float[] frequencies = [1.25f, 0.5f, -2f, 3f, 0f, 0.75f, -0.3f, 0f];
        float[] phases = [0.1f, -0.4f, 900.3f, 0f];
        float[] style = [0, 3f, -4f, 5000f, 777f];
        float[] matrix = [0.9f, 0.1f, 3f, -0.2f, 1.1f, -5f, 0, 0, 1];
        var output = accelerator.Of(new Float4[Size * Size]);
        accelerator.Run(FourierFeaturesArguments.Launch(1, Size, Size, 1), new FourierFeaturesArguments
        {
            Styles = accelerator.Of(style),
            Transform = accelerator.Of(matrix),
            Waves = accelerator.Of([.. Enumerable.Range(0, 8).Select(i => frequencies[(i % 4 * 2) + (i / 4)]), .. phases]),
            Output = output,
            StyleStride = 5,
            Style = 1,
            Height = Size,
            Width = Size,
            Quads = 1,
            StepHigh = (float)(1 / Rate),
            Bandwidth = (float)Bandwidth,
            Damping = (float)(1 / ((Rate / 2) - Bandwidth)),
        });

        var result = CpuAccelerator.Read(output);
        for (var c = 0; c < 4; c++)
        {
            // The style's rotation has the cosine 0.6 and the sine -0.8; its translation is in the same measure.
            double fx = (frequencies[2 * c] * 0.6) + (frequencies[(2 * c) + 1] * -0.8);
            double fy = (frequencies[(2 * c) + 1] * 0.6) - (frequencies[2 * c] * -0.8);
            var moved = -((fx * 1000) + (fy * 777 / 5));
            var phase = phases[c] + (fx * matrix[2]) + (fy * matrix[5]) + moved;
            (fx, fy) = ((fx * matrix[0]) + (fy * matrix[3]), (fx * matrix[1]) + (fy * matrix[4]));
            var amplitude = Math.Clamp(1 - ((Math.Sqrt((fx * fx) + (fy * fy)) - Bandwidth) / ((Rate / 2) - Bandwidth)), 0, 1);
            for (var i = 0; i < Size * Size; i++)
            {
                var turns = (fx * ((i % Size) - 2) / Rate) + (fy * ((i / Size) - 2) / Rate) + phase;
                Assert.Equal(Math.Sin(2 * Math.PI * turns) * amplitude, Channel(result[i], c), 1e-6);
            }
        }
    }

    private static float Level(int i) => ((i % 251) + 0.5f - 128) / 127.5f;

    private static float Channel(Float4 quad, int c) => c switch { 0 => quad.X, 1 => quad.Y, 2 => quad.Z, _ => quad.W };

    private byte[] ToBytes(int rule, int channels, Float4[] quads)
    {
        var pixels = quads.Length / Float4.Count(channels);
        var words = accelerator.Of(new int[((pixels * channels) + 3) / 4]);
        var bytes = words.Cast<byte>().SubView(0, pixels * channels);
        accelerator.Run(ToRgb8Arguments.Launch(pixels, channels), new ToRgb8Arguments
        {
            Input = accelerator.Of(quads),
            Output = bytes,
            OutputWords = words.SubView(0, pixels * channels / 4),
            Pixels = pixels,
            Quads = Float4.Count(channels),
            Channels = channels,
            Rule = rule,
        });
        return CpuAccelerator.Read(bytes);
    }
}
