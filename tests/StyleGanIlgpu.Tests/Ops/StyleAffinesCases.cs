using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of all affines of a network as one op.</summary>
internal static class StyleAffinesCases
{
    private const double Tolerance = 6e-7;

    public static IEnumerable<OpCase> All
    {
        get
        {
            int[] channels = [1, 3, 15, 16, 17, 33, 4, 512];
            foreach (var wDim in new[] { 1, 3, 15, 16, 17, 33, 64, 512 })
            {
                // A single number may be a sum that cancels: an error relative to it alone says nothing, so one channel comes in several samples.
                var single = channels[wDim % 8];
                yield return Case(single == 1 ? 5 : 1, wDim, [single], "one layer", normalize: false);
                yield return Case(2, wDim, channels, "many layers", normalize: false);
                yield return Case(3, wDim, channels, "many layers normalised", normalize: true);
            }
            // Sums of more than one piece of 512.
            yield return Case(2, 700, [9, 17], "long rows", normalize: false);
            yield return Case(3, 1024, [20, 3], "long rows", normalize: true);
        }
    }

    private static OpCase Case(int batch, int wDim, int[] channels, string form, bool normalize) => new(
        nameof(StyleAffines),
        $"{form} {batch}x{wDim}",
        batch,
        Tolerance,
        b =>
        {
            var ws = b.Rows(wDim * channels.Length);
            var styles = b.Plan.Rows("styles", channels.Sum());
            var slices = new List<StyleSlice>();
            foreach (var count in channels)
            {
                slices.Add(new StyleSlice(
                    // Rows in another order than layers, two layers sharing one.
                    WsRow: slices.Count * 3 / 2 % channels.Length,
                    Offset: slices.Sum(slice => slice.Channels),
                    b.Normal(count, wDim),
                    WeightGain: 1 / Math.Sqrt(wDim),
                    slices.Count % 4 == 2 ? null : b.Normal(count),
                    BiasGain: 1 + slices.Count,
                    Gain: normalize && slices.Count % 2 == 0 ? 1 : 0.3,
                    Normalize: normalize && slices.Count % 3 != 2));
            }
            b.Plan.Add(new StyleAffines(ws, styles, wDim, slices));
            return styles;
        });
}
