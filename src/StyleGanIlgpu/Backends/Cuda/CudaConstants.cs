using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The constants of one program, in one block on the device.</summary>
internal sealed unsafe class CudaConstants : IDisposable
{
    private readonly DeviceMemory block;
    private readonly ulong[] addresses;

    /// <param name="context">Entered.</param>
    /// <param name="constants">Their bytes.</param>
    /// <exception cref="OutOfDeviceMemoryException">They don't fit.</exception>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaConstants(CudaContext context, IReadOnlyList<byte[]> constants)
    {
        var offsets = new long[constants.Count + 1];
        for (var i = 0; i < constants.Count; i++)
            offsets[i + 1] = offsets[i] + Bytes(constants[i]);
        var image = new byte[offsets[^1]];
        for (var i = 0; i < constants.Count; i++)
            constants[i].CopyTo(image, offsets[i]);
        block = new DeviceMemory(context, image.Length, "constants");
        addresses = [.. offsets[..^1].Select(offset => block.Address + (ulong)offset)];
        if (image.Length == 0)
            return;
        try
        {
            fixed (byte* source = image)
                context.Driver.Check(context.Driver.MemcpyHtoD(block.Address, source, (nuint)image.Length), "copying constants");
            context.FinishCopies("copying constants");
        }
        catch
        {
            context.TryFinishCopies();
            block.Dispose();
            throw;
        }
    }

    /// <summary>What they take together.</summary>
    public static long Bytes(IEnumerable<byte[]> constants) => constants.Sum(Bytes);

    public ulong this[ConstantHandle constant] => addresses[constant.Index];

    public void Dispose() => block.Dispose();

    private static long Bytes(byte[] constant) => ArenaPlan.RoundUp(constant.Length, CudaLayout.Alignment);
}
