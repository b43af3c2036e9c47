using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>The activations that aren't made of lines, one number at a time.</summary>
internal static class SmoothActivations
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    public static double Apply(Activation activation, double x) => activation switch
    {
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Elu => x >= 0 ? x : Math.Exp(x) - 1,
        Activation.Selu => SeluScale * (x >= 0 ? x : SeluAlpha * (Math.Exp(x) - 1)),
        // log(1 + e^x) without an e^x that overflows.
        Activation.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        Activation.Swish => x / (1 + Math.Exp(-x)),
        _ => throw new NotSupportedException($"{activation} is no smooth activation."),
    };
}
