namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>A call of the driver that failed. The engine turns it into a public exception.</summary>
internal sealed class CudaFault(CudaResult result, string message) : Exception(message)
{
    public CudaResult Result { get; } = result;
}

/// <summary>Results as exceptions.</summary>
internal static class CudaResults
{
    /// <summary>What a result means to somebody who doesn't know the API, where its name doesn't say.</summary>
    private static readonly Dictionary<CudaResult, string> Words = new()
    {
        [CudaResult.NoBinaryForGpu] = "the driver makes nothing of the kernels that this device could run",
        [CudaResult.InvalidPtx] = "the driver doesn't accept the kernels",
        [CudaResult.JitCompilerNotFound] = "the driver's library that compiles PTX (nvidia-ptxjitcompiler) isn't found",
        [CudaResult.UnsupportedPtxVersion] = "the driver is too old for the kernels' PTX, a newer driver is needed",
        [CudaResult.JitCompilationDisabled] = "the driver has been told not to compile PTX (CUDA_DISABLE_PTX_JIT)",
    };

    /// <param name="driver">The driver that answered.</param>
    /// <param name="result">Its answer.</param>
    /// <param name="call">What was tried: "cuMemAlloc of 1000 bytes", "launch of kernel 'constant_input'".</param>
    /// <exception cref="CudaFault">The answer isn't success.</exception>
    public static void Check(this CudaDriver driver, CudaResult result, string call)
    {
        if (result != CudaResult.Success)
            throw Fault(driver, result, call);
    }

    /// <summary>The exception of an answer.</summary>
    public static CudaFault Fault(this CudaDriver driver, CudaResult result, string call) =>
        new(result, $"{call}: {driver.GetErrorName(result) ?? "a fault"} ({(int)result}){(Words.TryGetValue(result, out var words) ? $", {words}" : "")}");
}
