namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>Memory of the host that the device copies from and to by itself.</summary>
internal sealed unsafe class PinnedMemory : CudaResource
{
    /// <param name="context">Entered.</param>
    /// <param name="bytes">Its size; of nothing there is one byte.</param>
    /// <exception cref="OutOfDeviceMemoryException">The host hasn't as much to spare.</exception>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public PinnedMemory(CudaContext context, long bytes)
        : base(context)
    {
        Bytes = Math.Max(bytes, 1);
        var result = Driver.MemHostAlloc(out var address, checked((nuint)Bytes), 0);
        if (result == CudaResult.OutOfMemory)
            throw OutOfDeviceMemoryException.OfHost(Bytes, context.FreeBytes());
        Driver.Check(result, "cuMemHostAlloc");
        Own(address);
    }

    public long Bytes { get; }

    public byte* Pointer => (byte*)handle;

    protected override CudaResult Free() => Driver.MemFreeHost(handle);
}
