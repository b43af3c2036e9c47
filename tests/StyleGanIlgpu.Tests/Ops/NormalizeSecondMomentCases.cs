using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of the second-moment normalisation, alone, side by side, and joined into one row.</summary>
internal static class NormalizeSecondMomentCases
{
    private const double Tolerance = 5e-7;

    public static IEnumerable<OpCase> All
    {
        get
        {
            int[] widths = [1, 2, 3, 15, 16, 17, 31, 33, 64, 512];
            for (var i = 0; i < widths.Length; i++)
            {
                yield return Case(1 + (i % 3), [widths[i]], 1);
                yield return Case(1 + ((i + 1) % 3), [widths[i], widths[(i + 3) % widths.Length]], 1);
            }
            // Around a group's threads, twice as many, and beyond.
            yield return Case(2, [257, 300], 1);
            yield return Case(1, [511, 255], 1);
            yield return Case(2, [513, 700], 1);
            foreach (int[] joined in new int[][] { [1, 1], [3, 5], [64, 16], [48, 64], [257, 300], [512, 512], [17, 600] })
                yield return Case(2, joined, 1, areJoined: true);
            // So small that the epsilon takes part.
            yield return Case(2, [16], 1e-4);
            yield return Case(2, [17], 1e6);
        }
    }

    private static OpCase Case(int batch, int[] widths, double scale, bool areJoined = false) => new(
        nameof(NormalizeSecondMoment),
        $"{batch}x({string.Join(areJoined ? " and " : " + ", widths)}), scale {scale.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        batch,
        Tolerance,
        b =>
        {
            var output = b.Plan.Rows("output", widths.Sum());
            if (areJoined)
            {
                // Of different sizes, so that a norm of one of them alone is far off.
                b.Plan.Add(new NormalizeSecondMoment([.. widths.Select((width, i) => b.Rows(width, scale * (i + 1)))], output));
                return output;
            }
            var offset = 0;
            foreach (var width in widths)
            {
                b.Plan.Add(new NormalizeSecondMoment(b.Rows(width, scale), output, offset));
                offset += width;
            }
            return output;
        });
}
