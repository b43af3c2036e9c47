namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>A block of device memory. It holds whatever was there before.</summary>
internal sealed class DeviceMemory : CudaResource
{
    /// <param name="context">Entered.</param>
    /// <param name="bytes">Its size; of nothing there is one byte.</param>
    /// <param name="purpose">What it is for, in a message.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device hasn't as much.</exception>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public DeviceMemory(CudaContext context, long bytes, string purpose)
        : base(context)
    {
        Bytes = Math.Max(bytes, 1);
        var result = Driver.MemAlloc(out var address, checked((nuint)Bytes));
        if (result == CudaResult.OutOfMemory)
            throw new OutOfDeviceMemoryException(purpose, Bytes, context.FreeBytes());
        Driver.Check(result, "cuMemAlloc");
        Own((nint)address);
        context.Count(Bytes);
    }

    public long Bytes { get; }

    public ulong Address => (ulong)handle;

    protected override CudaResult Free()
    {
        Context.Count(-Bytes);
        return Driver.MemFree((ulong)handle);
    }
}
