namespace StyleGanIlgpu.Plans;

/// <summary>The activations that the official bias_act knows.</summary>
internal enum Activation
{
    Linear,
    Relu,
    LeakyRelu,
    Tanh,
    Sigmoid,
    Elu,
    Selu,
    Softplus,
    Swish,
}

/// <summary>
/// What happens to a sum before it is stored: + bias[c] * BiasGain, activation (Alpha is the slope of the leaky ReLU),
/// * Gain, then clamp to [-Clamp, Clamp] where there is one.
/// </summary>
internal sealed record Epilogue(
    Parameter? Bias = null,
    double BiasGain = 1,
    Activation Activation = Activation.Linear,
    double Alpha = 0.2,
    double Gain = 1,
    double? Clamp = null)
{
    /// <summary>Stores the sum as it is.</summary>
    public static readonly Epilogue None = new();
}
