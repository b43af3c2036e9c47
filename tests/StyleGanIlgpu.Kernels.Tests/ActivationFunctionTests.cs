namespace StyleGanIlgpu.Kernels.Tests;

public class ActivationFunctionTests
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    [Theory]
    [InlineData(nameof(ActivationKind.Linear))]
    [InlineData(nameof(ActivationKind.Relu))]
    [InlineData(nameof(ActivationKind.LeakyRelu))]
    [InlineData(nameof(ActivationKind.Tanh))]
    [InlineData(nameof(ActivationKind.Sigmoid))]
    [InlineData(nameof(ActivationKind.Elu))]
    [InlineData(nameof(ActivationKind.Selu))]
    [InlineData(nameof(ActivationKind.Softplus))]
    [InlineData(nameof(ActivationKind.Swish))]
    public void Is_right_to_float_precision_everywhere(string name)
    {
        var kind = Enum.Parse<ActivationKind>(name);
        foreach (var x in Numbers())
        {
            var expected = Exact(kind, x);
            var error = Math.Abs(ActivationFunctions.Apply((int)kind, x, 0.2f) - expected);
            // The last term: e^x isn't followed below e^-87, which swish multiplies by x.
            Assert.True(error <= (2.5e-7 * Math.Abs(expected)) + 2e-35, $"{name}({x:R}) is off by {error / Math.Abs(expected):E2}");
        }
    }

    /// <summary>Both signs, from the smallest normal numbers up, and a fine net where the functions bend.</summary>
    private static IEnumerable<float> Numbers()
    {
        yield return 0;
        for (var exponent = -126; exponent <= 9; exponent++)
        {
            for (var step = 0; step < 64; step++)
            {
                var x = MathF.ScaleB(1 + (step / 64f), exponent);
                yield return x;
                yield return -x;
            }
        }
        for (var x = -20f; x < 20f; x += 0.00137f)
            yield return x;
    }

    private static double Exact(ActivationKind kind, double x) => kind switch
    {
        ActivationKind.Linear => x,
        ActivationKind.Relu => Math.Max(x, 0),
        ActivationKind.LeakyRelu => x >= 0 ? x : x * 0.2f,
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.Elu => x >= 0 ? x : ExponentialMinusOne(x),
        ActivationKind.Selu => SeluScale * (x >= 0 ? x : SeluAlpha * ExponentialMinusOne(x)),
        ActivationKind.Softplus => Math.Max(x, 0) + LogarithmOfOnePlus(Math.Exp(-Math.Abs(x))),
        _ => x / (1 + Math.Exp(-x)),
    };

    /// <summary>e^x - 1 by its series where the difference would lose digits.</summary>
    private static double ExponentialMinusOne(double x) =>
        Math.Abs(x) > 1e-3 ? Math.Exp(x) - 1 : x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4))))));

    private static double LogarithmOfOnePlus(double z) =>
        z > 1e-3 ? Math.Log(1 + z) : z * (1 - (z * (0.5 - (z * (1 / 3.0 - (z / 4))))));
}
