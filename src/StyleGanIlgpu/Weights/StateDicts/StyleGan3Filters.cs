using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Whether the filters that a StyleGAN3 stores are those that its layer table would be given.</summary>
internal static class StyleGan3Filters
{
    /// <summary>Of the largest tap; filters are designed in double precision and stored in float32.</summary>
    private const double Tolerance = 1e-5;

    /// <exception cref="ModelFormatException">A filter is missing, or another one.</exception>
    public static void Check(IReadOnlyDictionary<string, Parameter> tensors, StyleGan3Geometry geometry, StyleGan3LayerConfig layer, string source)
    {
        // Both filters work at the raised rate between them.
        var rate = layer.InSamplingRate * layer.UpFactor;
        var (up, down) = (geometry.Taps(layer.UpFactor), geometry.Taps(layer.DownFactor));
        if (up > 1)
            Check($"synthesis.{layer.Name}.up_filter", FilterDesign.LowPass(up, layer.InCutoff, layer.InHalfWidth * 2, rate));
        if (down > 1)
        {
            Check(
                $"synthesis.{layer.Name}.down_filter",
                layer.DownRadial
                    ? FilterDesign.RadialLowPass(down, layer.OutCutoff, layer.OutHalfWidth * 2, rate)
                    : FilterDesign.LowPass(down, layer.OutCutoff, layer.OutHalfWidth * 2, rate));
        }

        void Check(string name, double[] designed)
        {
            if (!tensors.TryGetValue(name, out var stored))
                throw new ModelFormatException($"{source}: tensor '{name}' is missing, expected a filter of {designed.Length} taps.");
            var limit = designed.Max(Math.Abs) * Tolerance;
            var fits = stored.Values.Length == designed.Length;
            for (var i = 0; fits && i < designed.Length; i++)
                fits = Math.Abs(stored.Span[i] - designed[i]) <= limit;
            if (!fits)
            {
                throw new ModelFormatException(
                    $"{source}: tensor '{name}' isn't the filter of a StyleGAN3 of the published design, so that its layer table can't be told; expected the snapshot (.pkl) that it was taken from.");
            }
        }
    }
}
