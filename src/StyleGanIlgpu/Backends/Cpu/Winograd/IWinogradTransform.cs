namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>The transforms of a <see cref="WinogradForm"/> along one axis, on vectors of channels.</summary>
internal unsafe interface IWinogradTransform<TVec>
    where TVec : unmanaged
{
    static abstract WinogradForm Form { get; }

    /// <summary>Values of a tile's inputs, times a factor.</summary>
    /// <param name="x">The first input.</param>
    /// <param name="stride">Floats from an input to the next.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="values">The first value.</param>
    /// <param name="valueStride">Floats from a value to the next.</param>
    static abstract void ScaledInput(float* x, nint stride, TVec factor, float* values, nint valueStride);

    /// <summary>Values of a tile's inputs that lie one vector after the other.</summary>
    static abstract void Input(float* x, float* values, nint valueStride);

    /// <summary>A tile's outputs.</summary>
    /// <param name="products">The first product.</param>
    /// <param name="stride">Floats from a product to the next.</param>
    /// <param name="y">The first output.</param>
    /// <param name="outputStride">Floats from an output to the next.</param>
    static abstract void Output(float* products, nint stride, float* y, nint outputStride);
}
