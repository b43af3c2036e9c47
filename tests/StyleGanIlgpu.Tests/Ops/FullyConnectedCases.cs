using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of the fully connected layer. 6e-7 is five times the official float32 error of the longest sums.</summary>
internal static class FullyConnectedCases
{
    private const double Tolerance = 6e-7;

    private static readonly int[] Widths = [1, 2, 3, 5, 15, 16, 17, 31, 33, 64, 512];

    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (var activation in Enum.GetValues<Activation>())
            {
                for (var i = 0; i < Widths.Length; i++)
                {
                    var (inputs, outputs) = (Widths[i], Widths[((i * 4) + (int)activation) % Widths.Length]);
                    yield return Case(1 + (i % 3), inputs, outputs, new Epilogue(Activation: activation, Gain: 1.3, BiasGain: 0.01), hasBias: true);
                }
            }
            yield return Case(2, 33, 17, Epilogue.None, hasBias: false);
            yield return Case(3, 17, 33, new Epilogue(Activation: Activation.LeakyRelu, Alpha: 0.5, Clamp: 0.3), hasBias: true);
            yield return Case(5, 64, 1, new Epilogue(), hasBias: true);
            yield return Case(16, 16, 16, new Epilogue(), hasBias: true);
            yield return Case(2, 700, 20, Epilogue.None, hasBias: true);
            yield return Case(4, 1025, 9, Epilogue.None, hasBias: true);
            yield return Case(1, 1024, 512, new Epilogue(Activation: Activation.LeakyRelu, Gain: Math.Sqrt(2), BiasGain: 0.01), hasBias: true);
        }
    }

    private static OpCase Case(int batch, int inputs, int outputs, Epilogue epilogue, bool hasBias) => new(
        nameof(FullyConnected),
        $"{epilogue.Activation}{(hasBias ? "" : " without bias")}{(epilogue.Clamp is null ? "" : " clamped")} {batch}x{inputs} to {outputs}",
        batch,
        Tolerance,
        b =>
        {
            var weight = b.Normal(outputs, inputs);
            var bias = hasBias ? b.Normal(outputs) : null;
            var input = b.Rows(inputs);
            var output = b.Plan.Rows("output", outputs);
            b.Plan.Add(new FullyConnected(input, output, weight, 1 / Math.Sqrt(inputs), epilogue with { Bias = bias }));
            return output;
        });
}
