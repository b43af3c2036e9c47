namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>How a variable lies in the file, and so what it takes to become the tensor of the canonical name.</summary>
internal enum TensorflowLayout
{
    /// <summary>As it is: biases, averages, scalars.</summary>
    Plain,

    /// <summary>[in, out] -> [out, in].</summary>
    Matrix,

    /// <summary>[h, w, in, out] -> [out, in, h, w].</summary>
    Kernel,

    /// <summary>As <see cref="Kernel"/>, mirrored along both axes.</summary>
    MirroredKernel,

    /// <summary>[1, c, h, w] -> [c, h, w].</summary>
    Constant,

    /// <summary>[1, 1, h, w] -> [h, w].</summary>
    Noise,

    /// <summary>Stored without the 1 that is added when it is used.</summary>
    PlusOne,
}
