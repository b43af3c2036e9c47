namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>A point in a stream's work, and when it was reached by the device's clock.</summary>
internal sealed class CudaEvent : CudaResource
{
    /// <param name="context">Entered.</param>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaEvent(CudaContext context)
        : base(context)
    {
        Driver.Check(Driver.EventCreate(out var created, 0), "making an event");
        Own(created);
    }

    public nint Handle => handle;

    public void Record(CudaStream stream) => Driver.Check(Driver.EventRecord(handle, stream.Handle), "cuEventRecord");

    /// <summary>Waits until the device has come to it.</summary>
    /// <exception cref="CudaFault">Something before it failed.</exception>
    public void Wait(string what) => Driver.Check(Driver.EventSynchronize(handle), what);

    /// <summary>Microseconds from an earlier event to this one; the stream has passed both.</summary>
    public double MicrosecondsSince(CudaEvent earlier)
    {
        Driver.Check(Driver.EventElapsedTime(out var milliseconds, earlier.handle, handle), "cuEventElapsedTime");
        return milliseconds * 1000;
    }

    protected override CudaResult Free() => Driver.EventDestroy(handle);
}
