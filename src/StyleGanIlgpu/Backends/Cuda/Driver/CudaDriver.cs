namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>
/// The calls of the CUDA driver API that the engine makes, under the API's own names, arguments and results, so that its reference says what
/// each does. <see cref="NativeCudaDriver"/> passes them on; tests stand in with a driver that checks them. Thread-safe.
/// </summary>
internal abstract unsafe class CudaDriver
{
    /// <summary>The library's file, for people.</summary>
    public abstract string Library { get; }

    public abstract CudaResult Init(uint flags);

    public abstract CudaResult DriverGetVersion(out int version);

    /// <summary>The result's own name: "CUDA_ERROR_LAUNCH_FAILED"; null where the driver doesn't know it either.</summary>
    public abstract string? GetErrorName(CudaResult result);

    public abstract CudaResult DeviceGetCount(out int count);

    public abstract CudaResult DeviceGet(out int device, int ordinal);

    /// <summary>The name in UTF-8, ended by a zero.</summary>
    public abstract CudaResult DeviceGetName(byte* name, int length, int device);

    public abstract CudaResult DeviceTotalMem(out nuint bytes, int device);

    public abstract CudaResult DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device);

    public abstract CudaResult DevicePrimaryCtxRetain(out nint context, int device);

    public abstract CudaResult DevicePrimaryCtxRelease(int device);

    public abstract CudaResult CtxPushCurrent(nint context);

    public abstract CudaResult CtxPopCurrent(out nint context);

    public abstract CudaResult CtxGetDevice(out int device);

    public abstract CudaResult MemGetInfo(out nuint free, out nuint total);

    /// <summary>The allocation that an address lies in.</summary>
    public abstract CudaResult MemGetAddressRange(out ulong start, out nuint bytes, ulong address);

    public abstract CudaResult MemAlloc(out ulong address, nuint bytes);

    public abstract CudaResult MemFree(ulong address);

    public abstract CudaResult MemHostAlloc(out nint address, nuint bytes, uint flags);

    public abstract CudaResult MemFreeHost(nint address);

    public abstract CudaResult MemcpyHtoD(ulong target, void* source, nuint bytes);

    public abstract CudaResult MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream);

    public abstract CudaResult MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream);

    public abstract CudaResult MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream);

    public abstract CudaResult StreamCreate(out nint stream, uint flags);

    public abstract CudaResult StreamDestroy(nint stream);

    public abstract CudaResult StreamSynchronize(nint stream);

    public abstract CudaResult StreamWaitEvent(nint stream, nint recorded, uint flags);

    /// <summary>From here on what the stream is given is recorded, not done.</summary>
    public abstract CudaResult StreamBeginCapture(nint stream, uint mode);

    /// <summary>Ends the recording in any case; 0 where it came to nothing.</summary>
    public abstract CudaResult StreamEndCapture(nint stream, out nint graph);

    public abstract CudaResult GraphDestroy(nint graph);

    /// <summary>Makes of what was recorded something that can be launched, which doesn't need the record any more.</summary>
    public abstract CudaResult GraphInstantiate(out nint executable, nint graph);

    public abstract CudaResult GraphLaunch(nint executable, nint stream);

    public abstract CudaResult GraphExecDestroy(nint executable);

    public abstract CudaResult EventCreate(out nint created, uint flags);

    public abstract CudaResult EventRecord(nint recorded, nint stream);

    public abstract CudaResult EventSynchronize(nint recorded);

    public abstract CudaResult EventElapsedTime(out float milliseconds, nint start, nint end);

    public abstract CudaResult EventDestroy(nint destroyed);

    public abstract CudaResult LinkCreate(uint optionCount, int* options, void** values, out nint state);

    public abstract CudaResult LinkAddData(
        nint state, int type, void* data, nuint bytes, byte* name, uint optionCount, int* options, void** values);

    /// <summary>The image belongs to the state, and goes with it.</summary>
    public abstract CudaResult LinkComplete(nint state, out void* image, out nuint bytes);

    public abstract CudaResult LinkDestroy(nint state);

    public abstract CudaResult ModuleLoadData(out nint module, void* image);

    public abstract CudaResult ModuleUnload(nint module);

    public abstract CudaResult ModuleGetFunction(out nint function, nint module, byte* name);

    public abstract CudaResult FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function);

    public abstract CudaResult FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value);

    public abstract CudaResult LaunchKernel(
        nint function,
        uint gridX,
        uint gridY,
        uint gridZ,
        uint blockX,
        uint blockY,
        uint blockZ,
        uint sharedBytes,
        nint stream,
        void** parameters,
        void** extra);
}
