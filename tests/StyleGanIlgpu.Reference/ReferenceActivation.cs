using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Reference;

/// <summary>The nine activations.</summary>
internal static class ReferenceActivation
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    public static double Apply(Activation activation, double x, double alpha) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x >= 0 ? x : x * alpha,
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Elu => x >= 0 ? x : Math.Exp(x) - 1,
        Activation.Selu => SeluScale * (x >= 0 ? x : SeluAlpha * (Math.Exp(x) - 1)),
        // log(1 + e^x), written so that e^x can't overflow.
        Activation.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        Activation.Swish => x / (1 + Math.Exp(-x)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };
}
