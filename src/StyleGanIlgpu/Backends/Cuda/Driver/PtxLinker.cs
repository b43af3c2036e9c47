using System.Runtime.InteropServices;
using System.Text;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>Compiles PTX to an image for the current context's device, with the driver's own compiler.</summary>
internal static unsafe class PtxLinker
{
    private const int ErrorLogBuffer = 5;
    private const int ErrorLogBufferBytes = 6;
    private const int PtxInput = 1;
    private const int LogBytes = 4096;

    /// <param name="driver">The driver.</param>
    /// <param name="kernel">For messages.</param>
    /// <param name="ptx">PTX in ASCII, ended by a zero.</param>
    /// <exception cref="CudaFault">The compiler refuses it; the message holds what it says.</exception>
    public static byte[] Compile(CudaDriver driver, string kernel, ReadOnlySpan<byte> ptx)
    {
        var call = $"compiling kernel '{kernel}'";
        var log = (byte*)NativeMemory.AllocZeroed(LogBytes);
        try
        {
            var options = stackalloc int[] { ErrorLogBuffer, ErrorLogBufferBytes };
            var values = stackalloc void*[] { log, (void*)(nint)LogBytes };
            driver.Check(driver.LinkCreate(2, options, values, out var state), call);
            try
            {
                fixed (byte* data = ptx)
                {
                    fixed (byte* name = Encoding.UTF8.GetBytes(kernel + '\0'))
                    {
                        Check(driver, driver.LinkAddData(state, PtxInput, data, (nuint)ptx.Length, name, 0, null, null), call, log);
                        Check(driver, driver.LinkComplete(state, out var image, out var bytes), call, log);
                        return new ReadOnlySpan<byte>(image, checked((int)bytes)).ToArray();
                    }
                }
            }
            finally
            {
                driver.LinkDestroy(state);
            }
        }
        finally
        {
            NativeMemory.Free(log);
        }
    }

    private static void Check(CudaDriver driver, CudaResult result, string call, byte* log)
    {
        if (result == CudaResult.Success)
            return;
        var said = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(log, LogBytes)).TrimEnd('\0', '\n', ' ');
        throw driver.Fault(result, said.Length == 0 ? call : $"{call} ({said.ReplaceLineEndings("; ")})");
    }
}
