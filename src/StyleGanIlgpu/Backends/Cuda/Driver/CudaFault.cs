namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>A call of the driver that failed. The engine turns it into a public exception.</summary>
internal sealed class CudaFault(CudaResult result, string message) : Exception(message)
{
    public CudaResult Result { get; } = result;
}

/// <summary>Results as exceptions.</summary>
internal static class CudaResults
{
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
        new(result, $"{call}: {driver.GetErrorName(result) ?? "a fault"} ({(int)result})");
}
