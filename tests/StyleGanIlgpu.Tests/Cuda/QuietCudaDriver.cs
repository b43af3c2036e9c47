using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A driver whose calls of a run do nothing, and allocate nothing, once it is told to be quiet.</summary>
internal sealed unsafe class QuietCudaDriver() : EmulatedCudaDriver(new IdleMachine(), 75)
{
    public bool IsQuiet { get; set; }

    /// <summary>Calls that were answered quietly.</summary>
    public int QuietCalls { get; private set; }

    public override CudaResult CtxPushCurrent(nint context) => Quiet() ? CudaResult.Success : base.CtxPushCurrent(context);

    public override CudaResult CtxPopCurrent(out nint context)
    {
        context = 0;
        return Quiet() ? CudaResult.Success : base.CtxPopCurrent(out context);
    }

    public override CudaResult MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream) =>
        Quiet() ? CudaResult.Success : base.MemcpyHtoDAsync(target, source, bytes, stream);

    public override CudaResult MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream) =>
        Quiet() ? CudaResult.Success : base.MemcpyDtoHAsync(target, source, bytes, stream);

    public override CudaResult StreamSynchronize(nint stream) => Quiet() ? CudaResult.Success : base.StreamSynchronize(stream);

    public override CudaResult GraphLaunch(nint executable, nint stream) => Quiet() ? CudaResult.Success : base.GraphLaunch(executable, stream);

    public override CudaResult EventRecord(nint recorded, nint stream) => Quiet() ? CudaResult.Success : base.EventRecord(recorded, stream);

    public override CudaResult EventSynchronize(nint recorded) => Quiet() ? CudaResult.Success : base.EventSynchronize(recorded);

    public override CudaResult LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** parameters, void** extra) =>
        Quiet() ? CudaResult.Success : base.LaunchKernel(function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters, extra);

    private bool Quiet()
    {
        QuietCalls += IsQuiet ? 1 : 0;
        return IsQuiet;
    }
}
