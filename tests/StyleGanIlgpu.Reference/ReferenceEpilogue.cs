using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Reference;

/// <summary>Bias, activation, gain, clamp, in this order.</summary>
internal static class ReferenceEpilogue
{
    public static Nchw Apply(Nchw input, Epilogue epilogue) => Apply(
        input,
        epilogue.Bias is { } bias ? Array.ConvertAll(bias.Values.ToArray(), value => value * epilogue.BiasGain) : null,
        epilogue.Activation,
        epilogue.Alpha,
        epilogue.Gain,
        epilogue.Clamp);

    public static Nchw Apply(Nchw input, double[]? bias, Activation activation, double alpha, double gain, double? clamp)
    {
        if (bias is not null && bias.Length != input.Channels)
            throw new ArgumentException($"{bias.Length} biases for {input.Channels} channels.");
        return input.Map((value, channel) =>
        {
            var biased = bias is null ? value : value + bias[channel];
            var gained = ReferenceActivation.Apply(activation, biased, alpha) * gain;
            return clamp is { } limit ? Math.Clamp(gained, -limit, limit) : gained;
        });
    }
}
