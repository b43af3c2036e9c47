namespace StyleGanIlgpu.Kernels.Tests;

public sealed class ScaledStylesKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    /// <summary>Three layers: 200 styles and 3 coefficients; 2 styles, all zero; and one without demodulation. Between them lie styles of nobody.</summary>
    [Fact]
    public void Styles_are_over_their_largest_and_coefficients_make_up_for_it()
    {
        const int Batch = 2;
        const int StyleStride = 210;
        (int Style, int Styles, int Demodulation, int Coefficient, int Count)[] layers = [(1, 200, 0, 2, 3), (203, 2, 4, 0, 2), (206, 3, -1, 5, 1)];
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 8) - 5)];
        var (styles, demodulation, largest) = (Numbers(Batch * StyleStride), Numbers(Batch * 6), Numbers(6));
        for (var n = 0; n < Batch; n++)
            styles.AsSpan((n * StyleStride) + 203, 2).Clear();
        var (scaled, coefficients) = (accelerator.Of(Enumerable.Repeat(9f, styles.Length).ToArray()), accelerator.Of(new float[Batch * 6]));
        accelerator.Run(ScaledStylesArguments.Launch(layers.Length, Batch), new ScaledStylesArguments
        {
            Styles = accelerator.Of(styles),
            Demodulation = accelerator.Of(demodulation),
            Largest = accelerator.Of(largest),
            Layers = accelerator.Of([.. layers.SelectMany(layer => new[] { layer.Style, layer.Styles, layer.Demodulation, layer.Coefficient, layer.Count })]),
            ScaledStyles = scaled,
            Coefficients = coefficients,
            StyleStride = StyleStride,
            DemodulationStride = 6,
            CoefficientStride = 6,
        });

        var (scaledResult, coefficientResult) = (CpuAccelerator.Read(scaled), CpuAccelerator.Read(coefficients));
        for (var n = 0; n < Batch; n++)
        {
            foreach (var layer in layers)
            {
                var own = styles.AsSpan((n * StyleStride) + layer.Style, layer.Styles).ToArray();
                var most = own.Max(MathF.Abs);
                most = most == 0 ? 1 : most;
                Assert.Equal(own.Select(style => style / most), scaledResult.AsSpan((n * StyleStride) + layer.Style, layer.Styles).ToArray());
                for (var i = 0; i < layer.Count; i++)
                {
                    var coefficient = largest[layer.Coefficient + i] * most * (layer.Demodulation < 0 ? 1 : demodulation[(n * 6) + layer.Demodulation + i]);
                    Assert.Equal(coefficient, coefficientResult[(n * 6) + layer.Coefficient + i], 1e-5f * MathF.Abs(coefficient));
                }
            }
            Assert.Equal(9f, scaledResult[n * StyleStride]);
            Assert.Equal(9f, scaledResult[(n * StyleStride) + 201]);
        }
    }
}
