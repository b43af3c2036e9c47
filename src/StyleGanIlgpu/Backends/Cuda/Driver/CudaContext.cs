using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>
/// The context that the engine works in: the device's primary one, which other libraries of the process share, or one that the caller holds.
/// Whatever is made in it keeps it alive.
/// </summary>
internal sealed class CudaContext : SafeHandle
{
    private const nint DefaultStream = 0;

    private readonly bool isOwned;
    private long heldBytes;
    private long peakBytes;

    private CudaContext(CudaDriver driver, int device, nint context, bool isOwned)
        : base(0, ownsHandle: true)
    {
        (Driver, Device, this.isOwned) = (driver, device, isOwned);
        SetHandle(context);
    }

    public CudaDriver Driver { get; }

    /// <summary>The device's number by the driver.</summary>
    public int Device { get; }

    /// <summary>Device memory that is held by what was made in this context here.</summary>
    public long HeldBytes => Interlocked.Read(ref heldBytes);

    /// <summary>The most device memory that was held at once by what was made in this context here.</summary>
    public long PeakBytes => Interlocked.Read(ref peakBytes);

    public override bool IsInvalid => handle == 0;

    /// <summary>The primary context of a device.</summary>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public static CudaContext Primary(CudaDriver driver, int device)
    {
        driver.Check(driver.DevicePrimaryCtxRetain(out var context, device), "cuDevicePrimaryCtxRetain");
        return new CudaContext(driver, device, context, isOwned: true);
    }

    /// <summary>A context of the caller's, which must outlive this.</summary>
    /// <exception cref="CudaFault">It isn't a context.</exception>
    public static CudaContext Foreign(CudaDriver driver, nint context)
    {
        driver.Check(driver.CtxPushCurrent(context), "cuCtxPushCurrent");
        var result = driver.CtxGetDevice(out var device);
        driver.CtxPopCurrent(out _);
        driver.Check(result, "cuCtxGetDevice");
        return new CudaContext(driver, device, context, isOwned: false);
    }

    /// <summary>Makes the context current on this thread until the scope is disposed.</summary>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaScope Enter()
    {
        Driver.Check(Driver.CtxPushCurrent(handle), "cuCtxPushCurrent");
        return new CudaScope(Driver);
    }

    /// <summary>As <see cref="Enter"/>, for releasing things, which must not throw.</summary>
    public bool TryEnter(out CudaScope scope)
    {
        scope = new CudaScope(Driver);
        return Driver.CtxPushCurrent(handle) == CudaResult.Success;
    }

    /// <summary>
    /// Waits for copies out of ordinary memory. They return once the driver has read that memory; the bytes may still be on their way, on the
    /// default stream, which streams of our own don't wait for.
    /// </summary>
    /// <exception cref="CudaFault">One failed.</exception>
    public void FinishCopies(string what) => Driver.Check(Driver.StreamSynchronize(DefaultStream), what);

    /// <summary>As <see cref="FinishCopies"/>, before what they go to is released, which must not throw.</summary>
    public void TryFinishCopies() => Driver.StreamSynchronize(DefaultStream);

    /// <summary>Bytes of device memory that are left; null where the driver doesn't say.</summary>
    public long? FreeBytes()
    {
        if (!TryEnter(out var scope))
            return null;
        using (scope)
            return Driver.MemGetInfo(out var free, out _) == CudaResult.Success ? checked((long)free) : null;
    }

    /// <summary>Keeps count of device memory: bytes taken, or given back where negative.</summary>
    public void Count(long bytes)
    {
        var held = Interlocked.Add(ref heldBytes, bytes);
        long peak;
        while (held > (peak = Interlocked.Read(ref peakBytes)))
            Interlocked.CompareExchange(ref peakBytes, held, peak);
    }

    protected override bool ReleaseHandle() => !isOwned || Driver.DevicePrimaryCtxRelease(Device) == CudaResult.Success;
}

/// <summary>The time during which a context is current.</summary>
internal readonly ref struct CudaScope(CudaDriver driver)
{
    public void Dispose() => driver.CtxPopCurrent(out _);
}
