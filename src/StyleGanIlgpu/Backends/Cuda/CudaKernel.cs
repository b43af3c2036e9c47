using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A kernel ready to be launched.</summary>
internal sealed class CudaKernel(CudaModule module, string name) : IDisposable
{
    private int dynamicBytes;

    public string Name => name;

    public nint Function { get; } = module.Function(name);

    /// <summary>Lets launches have so much dynamic shared memory; the context is current, and one thread at a time asks.</summary>
    /// <exception cref="CudaFault">The device hasn't as much.</exception>
    public void Allow(CudaDriver driver, int sharedBytes)
    {
        if (sharedBytes <= dynamicBytes)
            return;
        var call = $"shared memory of kernel '{name}', {sharedBytes} bytes";
        driver.Check(driver.FuncGetAttribute(out var fixedBytes, CudaFunctionAttribute.SharedSizeBytes, Function), call);
        if (fixedBytes + sharedBytes > CudaLimits.PlainSharedBytes)
            driver.Check(driver.FuncSetAttribute(Function, CudaFunctionAttribute.MaxDynamicSharedSizeBytes, sharedBytes), call);
        dynamicBytes = sharedBytes;
    }

    public void Dispose() => module.Dispose();
}
