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
    float BiasGain = 1,
    Activation Activation = Activation.Linear,
    float Alpha = 0.2f,
    float Gain = 1,
    float? Clamp = null)
{
    /// <summary>Stores the sum as it is.</summary>
    public static readonly Epilogue None = new();
}
