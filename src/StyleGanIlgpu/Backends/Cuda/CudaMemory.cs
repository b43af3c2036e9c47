using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Where everything of one session lies.</summary>
internal abstract class CudaMemory
{
    /// <summary>Rows [N, C].</summary>
    public abstract DeviceFloats Rows(TensorId tensor);

    /// <summary>Maps [N, H, W, quads]; those in float16 too are counted, as a view, by 16 bytes.</summary>
    public abstract DeviceQuads Maps(TensorId tensor);

    /// <summary>Bytes [N, H, W, C].</summary>
    public abstract DeviceBytes Pixels(TensorId tensor);

    /// <summary>A prepared form, as the type that the kernel reads it by.</summary>
    public abstract DeviceView<T> Weights<T>(WeightHandle weights)
        where T : unmanaged;

    /// <summary>A constant, as the type that it was given in.</summary>
    public abstract DeviceView<T> Constant<T>(ConstantHandle constant)
        where T : unmanaged;

    public abstract DeviceView<T> Temporary<T>(TemporaryHandle temporary)
        where T : unmanaged;

    /// <summary>What changes from run to run without a launch's arguments changing: [0] and [1] the low and high word of the noise seed.</summary>
    public abstract DeviceInts RunOptions { get; }
}
