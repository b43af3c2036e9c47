using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A kernel as the driver compiled it for its device.</summary>
/// <param name="Kernel">Its name.</param>
/// <param name="Registers">Of a thread.</param>
/// <param name="LocalBytes">Of a thread: spilled registers and arrays; none is wanted.</param>
/// <param name="StaticSharedBytes">Of a group.</param>
/// <param name="MostThreads">That a group may have with so many registers.</param>
internal readonly record struct CudaKernelFigures(string Kernel, int Registers, int LocalBytes, int StaticSharedBytes, int MostThreads)
{
    /// <exception cref="CudaFault">The driver doesn't say.</exception>
    public static CudaKernelFigures Of(CudaKernel kernel, CudaDriver driver)
    {
        int Ask(CudaFunctionAttribute attribute)
        {
            driver.Check(driver.FuncGetAttribute(out var value, attribute, kernel.Function), $"{attribute} of kernel '{kernel.Name}'");
            return value;
        }
        return new CudaKernelFigures(
            kernel.Name,
            Ask(CudaFunctionAttribute.RegisterCount),
            Ask(CudaFunctionAttribute.LocalSizeBytes),
            Ask(CudaFunctionAttribute.SharedSizeBytes),
            Ask(CudaFunctionAttribute.MaxThreadsPerBlock));
    }
}
