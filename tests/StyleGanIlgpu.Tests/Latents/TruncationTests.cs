using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Tests.Latents;

public class TruncationTests
{
    [Theory]
    [InlineData(null, new[] { 0.7f, 0.7f, 0.7f })]
    [InlineData(2, new[] { 0.7f, 0.7f, 1 })]
    [InlineData(0, new float[] { 1, 1, 1 })]
    [InlineData(-1, new float[] { 1, 1, 1 })]
    [InlineData(99, new[] { 0.7f, 0.7f, 0.7f })]
    public void The_first_rows_of_every_sample_are_truncated(int? cutoff, float[] rows)
    {
        var coefficients = new float[6];

        Truncation.Fill(coefficients, 3, 0.7f, cutoff);

        Assert.Equal([.. rows, .. rows], coefficients);
    }
}
