using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of all demodulation coefficients of a network as one op.</summary>
internal static class DemodulationsCases
{
    private const double Tolerance = 6e-7;

    public static IEnumerable<OpCase> All
    {
        get
        {
            int[] counts = [1, 2, 3, 5, 15, 16, 17, 31, 33, 100];
            for (var i = 0; i < counts.Length; i++)
            {
                var other = counts[((i * 3) + 4) % counts.Length];
                foreach (var kernel in new[] { 1, 3, 5 })
                {
                    yield return Case(1 + (i % 3), [(counts[i], other)], kernel, normalizeWeight: false);
                    yield return Case(1 + ((i + 1) % 3), [(other, counts[i])], kernel, normalizeWeight: true);
                }
            }
            yield return Case(2, [.. counts.Zip(counts.Reverse())], 3, normalizeWeight: false);
            yield return Case(3, [.. counts.Zip(counts.Reverse())], 1, normalizeWeight: true);
            yield return Case(1, [(512, 512)], 3, normalizeWeight: false);
            // Sums of more than one piece of 512.
            yield return Case(2, [(700, 20)], 1, normalizeWeight: false);
            yield return Case(3, [(1024, 9), (513, 17)], 3, normalizeWeight: true);
        }
    }

    private static OpCase Case(int batch, (int Inputs, int Outputs)[] layers, int kernel, bool normalizeWeight) => new(
        nameof(Demodulations),
        $"{batch}x{layers[0].Inputs} to {layers[0].Outputs}{(layers.Length > 1 ? " and others" : "")}, {kernel}x{kernel}{(normalizeWeight ? " normalised" : "")}",
        batch,
        Tolerance,
        b =>
        {
            var styles = b.Rows(layers.Sum(layer => layer.Inputs) + 2);
            var output = b.Plan.Rows("output", layers.Sum(layer => layer.Outputs));
            var slices = new List<DemodulationSlice>();
            foreach (var (inputs, outputs) in layers)
            {
                slices.Add(new DemodulationSlice(
                    StyleOffset: 2 + slices.Sum(slice => slice.Weight.Shape[1]),
                    Offset: slices.Sum(slice => slice.Channels),
                    b.Normal(outputs, inputs, kernel, kernel),
                    normalizeWeight,
                    Gain: 1 + (0.5 * (slices.Count % 2))));
            }
            b.Plan.Add(new Demodulations(styles, output, slices));
            return output;
        });
}
