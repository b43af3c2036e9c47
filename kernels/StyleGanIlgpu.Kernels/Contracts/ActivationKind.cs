namespace StyleGanIlgpu.Kernels;

/// <summary>The activations of an epilogue, in the order of the plan's.</summary>
internal enum ActivationKind
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
