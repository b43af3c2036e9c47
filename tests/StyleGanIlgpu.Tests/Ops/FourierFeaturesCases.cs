using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// Cases of StyleGAN3's input. The tolerance is five times the official float32 error, 3e-6, which comes from phases of many turns: a float32
/// angle of 10 turns is only good to 1e-6 turns.
/// </summary>
internal static class FourierFeaturesCases
{
    private const double Tolerance = 1.5e-5;

    public static IEnumerable<OpCase> All
    {
        get
        {
            (double Rate, double Bandwidth)[] rates = [(16, 2), (32, 2), (8, 1.5)];
            for (var turn = 0; turn < rates.Length; turn++)
            {
                foreach (var size in Sizes.All(turn))
                    yield return Case(size, rates[turn].Rate, rates[turn].Bandwidth);
            }
            yield return Case(new Size(2, 40, 36, 36), 16, 2);
        }
    }

    private static OpCase Case(Size size, double rate, double bandwidth) => new(
        nameof(FourierFeatures),
        $"{size}, rate {(int)rate}",
        size.Batch,
        Tolerance,
        b =>
        {
            // Up to 1.5 times the highest frequency that the rate can hold, so that some are damped and some are gone.
            var frequencies = b.Normal(size.Channels, 2);
            frequencies = new(frequencies.Name, frequencies.Shape, Array.ConvertAll(frequencies.Values.ToArray(), f => f * (float)rate / 4));
            var phases = b.Normal(size.Channels);
            var styles = b.Rows(4 + 6);
            var transform = b.Rows(9, (random, i) => i switch
            {
                0 or 4 or 8 => 1 - (0.2f * random.NextSingle()),
                6 or 7 => 0,
                _ => random.NextSingle() - 0.5f,
            });
            var output = b.Plan.Maps("output", size.Channels, size.Height, size.Width);
            b.Plan.Add(new FourierFeatures(styles, 5, transform, output, frequencies, phases, rate, bandwidth));
            return output;
        });
}
