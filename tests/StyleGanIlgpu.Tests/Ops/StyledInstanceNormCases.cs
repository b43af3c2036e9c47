using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// Cases of adaptive instance normalisation, alone and behind noise, bias and activation; among them maps far from zero, where sums of squares
/// would lose everything, and larger ones. A single pixel has no variance: it gives the shift alone.
/// </summary>
internal static class StyledInstanceNormCases
{
    private const double Tolerance = 1e-6;

    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (var size in Sizes.All(turn: 1))
            {
                yield return Case(size, mean: 0, Tolerance);
                yield return Case(size, mean: 0, Tolerance, Before.Everything);
            }
            yield return Case(new Size(2, 20, 67, 130), mean: 0, Tolerance);
            yield return Case(new Size(2, 20, 67, 130), mean: 0, Tolerance, Before.Everything);
            yield return Case(new Size(2, 20, 67, 130), mean: 0, Tolerance, Before.RandomNoise);
            yield return Case(new Size(1, 9, 256, 192), mean: 0, Tolerance);
            yield return Case(new Size(1, 9, 192, 256), mean: 0, Tolerance, Before.Everything);
            yield return Case(new Size(1, 17, 9, 7), mean: 0, Tolerance, Before.RandomNoise);
            yield return Case(new Size(2, 5, 16, 3), mean: 0, Tolerance, Before.Epilogue);
            yield return Case(new Size(2, 6, 17, 19), mean: 0, Tolerance, Before.SmoothActivation);
            // The mean of such maps is good to its own last digit, 100 * 2^-24 against a deviation of 1.
            yield return Case(new Size(2, 5, 40, 33), mean: 100, 1e-5);
        }
    }

    /// <summary>A size of one's own.</summary>
    public static OpCase Of(Size size) => Case(size, mean: 0, Tolerance, Before.Everything);

    private enum Before
    {
        Nothing,
        Epilogue,
        SmoothActivation,
        RandomNoise,
        Everything,
    }

    private static OpCase Case(Size size, double mean, double tolerance, Before before = Before.Nothing) => new(
        nameof(StyledInstanceNorm),
        $"{size}, around {(int)mean}{(before == Before.Nothing ? "" : $", {before}")}",
        size.Batch,
        tolerance,
        b =>
        {
            var epilogue = before switch
            {
                Before.Epilogue or Before.Everything => new Epilogue(b.Normal(size.Channels), BiasGain: 0.5, Activation: Activation.LeakyRelu, Alpha: 0.2, Gain: 1.5),
                Before.SmoothActivation => new Epilogue(b.Normal(size.Channels), Activation: Activation.Swish, Gain: 2, Clamp: 1.2),
                _ => Epilogue.None,
            };
            var constant = before == Before.Everything ? b.Normal(size.Height, size.Width) : null;
            var noise = before is Before.RandomNoise or Before.Everything
                ? new ChannelNoise(new Noise(0.7, constant, 3), b.Normal(size.Channels))
                : null;
            var input = b.Maps(size.Channels, size.Height, size.Width, mean: mean);
            var styles = b.Rows((2 * size.Channels) + 7);
            var output = b.Plan.Maps("output", size.Channels, size.Height, size.Width);
            b.Plan.Add(new StyledInstanceNorm(input, output, styles, 5, epilogue, noise));
            return output;
        });
}
