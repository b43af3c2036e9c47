namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>An order of work that waits for no other stream.</summary>
internal sealed class CudaStream : CudaResource
{
    private const uint NonBlocking = 1;

    /// <param name="context">Entered.</param>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaStream(CudaContext context)
        : base(context)
    {
        Driver.Check(Driver.StreamCreate(out var stream, NonBlocking), "making a stream");
        Own(stream);
    }

    public nint Handle => handle;

    /// <summary>
    /// Waits until nothing works on what it was given; destroying it wouldn't. The driver may answer with the fault of earlier work, so that only
    /// a second answer tells.
    /// </summary>
    /// <returns>Whether the driver says so; a device that is lost won't.</returns>
    public bool TryFinish() =>
        Driver.StreamSynchronize(handle) == CudaResult.Success || Driver.StreamSynchronize(handle) == CudaResult.Success;

    protected override CudaResult Free() => Driver.StreamDestroy(handle);
}
