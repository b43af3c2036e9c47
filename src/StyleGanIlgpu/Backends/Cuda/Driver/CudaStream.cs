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

    protected override CudaResult Free() => Driver.StreamDestroy(handle);
}
