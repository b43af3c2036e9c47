using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>
/// The driver of the machine, called through pointers to the library's functions: nothing is bound before it is known that the library is
/// there. Where the API has replaced a function, the exported name carries the version.
/// </summary>
internal sealed unsafe class NativeCudaDriver : CudaDriver
{
    private readonly delegate* unmanaged<CudaResult, byte**, CudaResult> getErrorName;
    private readonly delegate* unmanaged<uint, CudaResult> init;
    private readonly delegate* unmanaged<int*, CudaResult> driverGetVersion;
    private readonly delegate* unmanaged<int*, CudaResult> deviceGetCount;
    private readonly delegate* unmanaged<int*, int, CudaResult> deviceGet;
    private readonly delegate* unmanaged<byte*, int, int, CudaResult> deviceGetName;
    private readonly delegate* unmanaged<nuint*, int, CudaResult> deviceTotalMem;
    private readonly delegate* unmanaged<int*, CudaDeviceAttribute, int, CudaResult> deviceGetAttribute;
    private readonly delegate* unmanaged<nint*, int, CudaResult> devicePrimaryCtxRetain;
    private readonly delegate* unmanaged<int, CudaResult> devicePrimaryCtxRelease;
    private readonly delegate* unmanaged<nint, CudaResult> ctxPushCurrent;
    private readonly delegate* unmanaged<nint*, CudaResult> ctxPopCurrent;
    private readonly delegate* unmanaged<int*, CudaResult> ctxGetDevice;
    private readonly delegate* unmanaged<nuint*, nuint*, CudaResult> memGetInfo;
    private readonly delegate* unmanaged<ulong*, nuint*, ulong, CudaResult> memGetAddressRange;
    private readonly delegate* unmanaged<ulong*, nuint, CudaResult> memAlloc;
    private readonly delegate* unmanaged<ulong, CudaResult> memFree;
    private readonly delegate* unmanaged<nint*, nuint, uint, CudaResult> memHostAlloc;
    private readonly delegate* unmanaged<nint, CudaResult> memFreeHost;
    private readonly delegate* unmanaged<ulong, void*, nuint, CudaResult> memcpyHtoD;
    private readonly delegate* unmanaged<ulong, void*, nuint, nint, CudaResult> memcpyHtoDAsync;
    private readonly delegate* unmanaged<void*, ulong, nuint, nint, CudaResult> memcpyDtoHAsync;
    private readonly delegate* unmanaged<ulong, ulong, nuint, nint, CudaResult> memcpyDtoDAsync;
    private readonly delegate* unmanaged<nint*, uint, CudaResult> streamCreate;
    private readonly delegate* unmanaged<nint, CudaResult> streamDestroy;
    private readonly delegate* unmanaged<nint, CudaResult> streamSynchronize;
    private readonly delegate* unmanaged<nint, nint, uint, CudaResult> streamWaitEvent;
    private readonly delegate* unmanaged<nint, uint, CudaResult> streamBeginCapture;
    private readonly delegate* unmanaged<nint, nint*, CudaResult> streamEndCapture;
    private readonly delegate* unmanaged<nint, CudaResult> graphDestroy;
    private readonly delegate* unmanaged<nint*, nint, ulong, CudaResult> graphInstantiateWithFlags;
    private readonly delegate* unmanaged<nint*, nint, nint*, byte*, nuint, CudaResult> graphInstantiate;
    private readonly delegate* unmanaged<nint, nint, CudaResult> graphLaunch;
    private readonly delegate* unmanaged<nint, CudaResult> graphExecDestroy;
    private readonly delegate* unmanaged<nint*, uint, CudaResult> eventCreate;
    private readonly delegate* unmanaged<nint, nint, CudaResult> eventRecord;
    private readonly delegate* unmanaged<nint, CudaResult> eventSynchronize;
    private readonly delegate* unmanaged<float*, nint, nint, CudaResult> eventElapsedTime;
    private readonly delegate* unmanaged<nint, CudaResult> eventDestroy;
    private readonly delegate* unmanaged<uint, int*, void**, nint*, CudaResult> linkCreate;
    private readonly delegate* unmanaged<nint, int, void*, nuint, byte*, uint, int*, void**, CudaResult> linkAddData;
    private readonly delegate* unmanaged<nint, void**, nuint*, CudaResult> linkComplete;
    private readonly delegate* unmanaged<nint, CudaResult> linkDestroy;
    private readonly delegate* unmanaged<nint*, void*, CudaResult> moduleLoadData;
    private readonly delegate* unmanaged<nint, CudaResult> moduleUnload;
    private readonly delegate* unmanaged<nint*, nint, byte*, CudaResult> moduleGetFunction;
    private readonly delegate* unmanaged<int*, CudaFunctionAttribute, nint, CudaResult> funcGetAttribute;
    private readonly delegate* unmanaged<nint, CudaFunctionAttribute, int, CudaResult> funcSetAttribute;
    private readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, CudaResult> launchKernel;

    /// <exception cref="EntryPointNotFoundException">The library isn't a CUDA driver, or is too old to have a function.</exception>
    public NativeCudaDriver(CudaLibrary library)
    {
        Library = library.Name;
        getErrorName = (delegate* unmanaged<CudaResult, byte**, CudaResult>)library.Function("cuGetErrorName");
        init = (delegate* unmanaged<uint, CudaResult>)library.Function("cuInit");
        driverGetVersion = (delegate* unmanaged<int*, CudaResult>)library.Function("cuDriverGetVersion");
        deviceGetCount = (delegate* unmanaged<int*, CudaResult>)library.Function("cuDeviceGetCount");
        deviceGet = (delegate* unmanaged<int*, int, CudaResult>)library.Function("cuDeviceGet");
        deviceGetName = (delegate* unmanaged<byte*, int, int, CudaResult>)library.Function("cuDeviceGetName");
        deviceTotalMem = (delegate* unmanaged<nuint*, int, CudaResult>)library.Function("cuDeviceTotalMem_v2");
        deviceGetAttribute = (delegate* unmanaged<int*, CudaDeviceAttribute, int, CudaResult>)library.Function("cuDeviceGetAttribute");
        devicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, CudaResult>)library.Function("cuDevicePrimaryCtxRetain");
        devicePrimaryCtxRelease = (delegate* unmanaged<int, CudaResult>)library.Function("cuDevicePrimaryCtxRelease_v2");
        ctxPushCurrent = (delegate* unmanaged<nint, CudaResult>)library.Function("cuCtxPushCurrent_v2");
        ctxPopCurrent = (delegate* unmanaged<nint*, CudaResult>)library.Function("cuCtxPopCurrent_v2");
        ctxGetDevice = (delegate* unmanaged<int*, CudaResult>)library.Function("cuCtxGetDevice");
        memGetInfo = (delegate* unmanaged<nuint*, nuint*, CudaResult>)library.Function("cuMemGetInfo_v2");
        memGetAddressRange = (delegate* unmanaged<ulong*, nuint*, ulong, CudaResult>)library.Function("cuMemGetAddressRange_v2");
        memAlloc = (delegate* unmanaged<ulong*, nuint, CudaResult>)library.Function("cuMemAlloc_v2");
        memFree = (delegate* unmanaged<ulong, CudaResult>)library.Function("cuMemFree_v2");
        memHostAlloc = (delegate* unmanaged<nint*, nuint, uint, CudaResult>)library.Function("cuMemHostAlloc");
        memFreeHost = (delegate* unmanaged<nint, CudaResult>)library.Function("cuMemFreeHost");
        memcpyHtoD = (delegate* unmanaged<ulong, void*, nuint, CudaResult>)library.Function("cuMemcpyHtoD_v2");
        memcpyHtoDAsync = (delegate* unmanaged<ulong, void*, nuint, nint, CudaResult>)library.Function("cuMemcpyHtoDAsync_v2");
        memcpyDtoHAsync = (delegate* unmanaged<void*, ulong, nuint, nint, CudaResult>)library.Function("cuMemcpyDtoHAsync_v2");
        memcpyDtoDAsync = (delegate* unmanaged<ulong, ulong, nuint, nint, CudaResult>)library.Function("cuMemcpyDtoDAsync_v2");
        streamCreate = (delegate* unmanaged<nint*, uint, CudaResult>)library.Function("cuStreamCreate");
        streamDestroy = (delegate* unmanaged<nint, CudaResult>)library.Function("cuStreamDestroy_v2");
        streamSynchronize = (delegate* unmanaged<nint, CudaResult>)library.Function("cuStreamSynchronize");
        streamWaitEvent = (delegate* unmanaged<nint, nint, uint, CudaResult>)library.Function("cuStreamWaitEvent");
        streamBeginCapture = (delegate* unmanaged<nint, uint, CudaResult>)library.Function("cuStreamBeginCapture_v2");
        streamEndCapture = (delegate* unmanaged<nint, nint*, CudaResult>)library.Function("cuStreamEndCapture");
        graphDestroy = (delegate* unmanaged<nint, CudaResult>)library.Function("cuGraphDestroy");
        // Drivers of CUDA 11.0 to 11.3 have only the older one.
        graphInstantiateWithFlags = (delegate* unmanaged<nint*, nint, ulong, CudaResult>)library.FindFunction("cuGraphInstantiateWithFlags");
        if (graphInstantiateWithFlags is null)
            graphInstantiate = (delegate* unmanaged<nint*, nint, nint*, byte*, nuint, CudaResult>)library.Function("cuGraphInstantiate_v2");
        graphLaunch = (delegate* unmanaged<nint, nint, CudaResult>)library.Function("cuGraphLaunch");
        graphExecDestroy = (delegate* unmanaged<nint, CudaResult>)library.Function("cuGraphExecDestroy");
        eventCreate = (delegate* unmanaged<nint*, uint, CudaResult>)library.Function("cuEventCreate");
        eventRecord = (delegate* unmanaged<nint, nint, CudaResult>)library.Function("cuEventRecord");
        eventSynchronize = (delegate* unmanaged<nint, CudaResult>)library.Function("cuEventSynchronize");
        eventElapsedTime = (delegate* unmanaged<float*, nint, nint, CudaResult>)library.Function("cuEventElapsedTime");
        eventDestroy = (delegate* unmanaged<nint, CudaResult>)library.Function("cuEventDestroy_v2");
        linkCreate = (delegate* unmanaged<uint, int*, void**, nint*, CudaResult>)library.Function("cuLinkCreate_v2");
        linkAddData = (delegate* unmanaged<nint, int, void*, nuint, byte*, uint, int*, void**, CudaResult>)library.Function("cuLinkAddData_v2");
        linkComplete = (delegate* unmanaged<nint, void**, nuint*, CudaResult>)library.Function("cuLinkComplete");
        linkDestroy = (delegate* unmanaged<nint, CudaResult>)library.Function("cuLinkDestroy");
        moduleLoadData = (delegate* unmanaged<nint*, void*, CudaResult>)library.Function("cuModuleLoadData");
        moduleUnload = (delegate* unmanaged<nint, CudaResult>)library.Function("cuModuleUnload");
        moduleGetFunction = (delegate* unmanaged<nint*, nint, byte*, CudaResult>)library.Function("cuModuleGetFunction");
        funcGetAttribute = (delegate* unmanaged<int*, CudaFunctionAttribute, nint, CudaResult>)library.Function("cuFuncGetAttribute");
        funcSetAttribute = (delegate* unmanaged<nint, CudaFunctionAttribute, int, CudaResult>)library.Function("cuFuncSetAttribute");
        launchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, CudaResult>)library.Function("cuLaunchKernel");
    }

    public override string Library { get; }

    public override string? GetErrorName(CudaResult result)
    {
        byte* name = null;
        return getErrorName(result, &name) == CudaResult.Success ? Marshal.PtrToStringUTF8((nint)name) : null;
    }

    public override CudaResult Init(uint flags) => init(flags);

    public override CudaResult DriverGetVersion(out int version)
    {
        fixed (int* versionPointer = &version)
            return driverGetVersion(versionPointer);
    }

    public override CudaResult DeviceGetCount(out int count)
    {
        fixed (int* countPointer = &count)
            return deviceGetCount(countPointer);
    }

    public override CudaResult DeviceGet(out int device, int ordinal)
    {
        fixed (int* devicePointer = &device)
            return deviceGet(devicePointer, ordinal);
    }

    public override CudaResult DeviceGetName(byte* name, int length, int device) => deviceGetName(name, length, device);

    public override CudaResult DeviceTotalMem(out nuint bytes, int device)
    {
        fixed (nuint* bytesPointer = &bytes)
            return deviceTotalMem(bytesPointer, device);
    }

    public override CudaResult DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device)
    {
        fixed (int* valuePointer = &value)
            return deviceGetAttribute(valuePointer, attribute, device);
    }

    public override CudaResult DevicePrimaryCtxRetain(out nint context, int device)
    {
        fixed (nint* contextPointer = &context)
            return devicePrimaryCtxRetain(contextPointer, device);
    }

    public override CudaResult DevicePrimaryCtxRelease(int device) => devicePrimaryCtxRelease(device);

    public override CudaResult CtxPushCurrent(nint context) => ctxPushCurrent(context);

    public override CudaResult CtxPopCurrent(out nint context)
    {
        fixed (nint* contextPointer = &context)
            return ctxPopCurrent(contextPointer);
    }

    public override CudaResult CtxGetDevice(out int device)
    {
        fixed (int* devicePointer = &device)
            return ctxGetDevice(devicePointer);
    }

    public override CudaResult MemGetInfo(out nuint free, out nuint total)
    {
        fixed (nuint* freePointer = &free)
        fixed (nuint* totalPointer = &total)
            return memGetInfo(freePointer, totalPointer);
    }

    public override CudaResult MemGetAddressRange(out ulong start, out nuint bytes, ulong address)
    {
        fixed (ulong* startPointer = &start)
        fixed (nuint* bytesPointer = &bytes)
            return memGetAddressRange(startPointer, bytesPointer, address);
    }

    public override CudaResult MemAlloc(out ulong address, nuint bytes)
    {
        fixed (ulong* addressPointer = &address)
            return memAlloc(addressPointer, bytes);
    }

    public override CudaResult MemFree(ulong address) => memFree(address);

    public override CudaResult MemHostAlloc(out nint address, nuint bytes, uint flags)
    {
        fixed (nint* addressPointer = &address)
            return memHostAlloc(addressPointer, bytes, flags);
    }

    public override CudaResult MemFreeHost(nint address) => memFreeHost(address);

    public override CudaResult MemcpyHtoD(ulong target, void* source, nuint bytes) => memcpyHtoD(target, source, bytes);

    public override CudaResult MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream) =>
        memcpyHtoDAsync(target, source, bytes, stream);

    public override CudaResult MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream) =>
        memcpyDtoHAsync(target, source, bytes, stream);

    public override CudaResult MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream) =>
        memcpyDtoDAsync(target, source, bytes, stream);

    public override CudaResult StreamCreate(out nint stream, uint flags)
    {
        fixed (nint* streamPointer = &stream)
            return streamCreate(streamPointer, flags);
    }

    public override CudaResult StreamDestroy(nint stream) => streamDestroy(stream);

    public override CudaResult StreamSynchronize(nint stream) => streamSynchronize(stream);

    public override CudaResult StreamWaitEvent(nint stream, nint recorded, uint flags) => streamWaitEvent(stream, recorded, flags);

    public override CudaResult StreamBeginCapture(nint stream, uint mode) => streamBeginCapture(stream, mode);

    public override CudaResult StreamEndCapture(nint stream, out nint graph)
    {
        fixed (nint* graphPointer = &graph)
            return streamEndCapture(stream, graphPointer);
    }

    public override CudaResult GraphDestroy(nint graph) => graphDestroy(graph);

    public override CudaResult GraphInstantiate(out nint executable, nint graph)
    {
        fixed (nint* executablePointer = &executable)
        {
            return graphInstantiateWithFlags is not null
                ? graphInstantiateWithFlags(executablePointer, graph, 0)
                : graphInstantiate(executablePointer, graph, null, null, 0);
        }
    }

    public override CudaResult GraphLaunch(nint executable, nint stream) => graphLaunch(executable, stream);

    public override CudaResult GraphExecDestroy(nint executable) => graphExecDestroy(executable);

    public override CudaResult EventCreate(out nint created, uint flags)
    {
        fixed (nint* createdPointer = &created)
            return eventCreate(createdPointer, flags);
    }

    public override CudaResult EventRecord(nint recorded, nint stream) => eventRecord(recorded, stream);

    public override CudaResult EventSynchronize(nint recorded) => eventSynchronize(recorded);

    public override CudaResult EventElapsedTime(out float milliseconds, nint start, nint end)
    {
        fixed (float* millisecondsPointer = &milliseconds)
            return eventElapsedTime(millisecondsPointer, start, end);
    }

    public override CudaResult EventDestroy(nint destroyed) => eventDestroy(destroyed);

    public override CudaResult LinkCreate(uint optionCount, int* options, void** values, out nint state)
    {
        fixed (nint* statePointer = &state)
            return linkCreate(optionCount, options, values, statePointer);
    }

    public override CudaResult LinkAddData(nint state, int type, void* data, nuint bytes, byte* name, uint optionCount, int* options, void** values) =>
        linkAddData(state, type, data, bytes, name, optionCount, options, values);

    public override CudaResult LinkComplete(nint state, out void* image, out nuint bytes)
    {
        fixed (void** imagePointer = &image)
        fixed (nuint* bytesPointer = &bytes)
            return linkComplete(state, imagePointer, bytesPointer);
    }

    public override CudaResult LinkDestroy(nint state) => linkDestroy(state);

    public override CudaResult ModuleLoadData(out nint module, void* image)
    {
        fixed (nint* modulePointer = &module)
            return moduleLoadData(modulePointer, image);
    }

    public override CudaResult ModuleUnload(nint module) => moduleUnload(module);

    public override CudaResult ModuleGetFunction(out nint function, nint module, byte* name)
    {
        fixed (nint* functionPointer = &function)
            return moduleGetFunction(functionPointer, module, name);
    }

    public override CudaResult FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function)
    {
        fixed (int* valuePointer = &value)
            return funcGetAttribute(valuePointer, attribute, function);
    }

    public override CudaResult FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value) =>
        funcSetAttribute(function, attribute, value);

    public override CudaResult LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** parameters, void** extra) =>
        launchKernel(function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters, extra);
}
