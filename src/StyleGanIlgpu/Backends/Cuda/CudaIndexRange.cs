using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// How far the kernels' indices reach. They are signed 32-bit numbers, negative ones of which mean "beyond the border", and count what a kernel
/// loads and stores: maps by quads of four channels, rows and planes by floats, pixels by bytes. A larger tensor would be read as zeros somewhere
/// without anyone noticing, so it is refused before anything runs.
/// </summary>
internal static class CudaIndexRange
{
    /// <summary>2^31 less 4096: the threads of a last group that stand beyond the end count on, and so do a lane's next pixels.</summary>
    public const long MostElements = (1L << 31) - 4096;

    /// <exception cref="NotSupportedException">A tensor of the plan is too large.</exception>
    public static void Check(CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        foreach (var tensor in plan.Tensors)
        {
            var shape = tensor.Shape;
            var (length, unit) = tensor.Kind switch
            {
                TensorKind.Maps => (CudaLayout.Quads(shape, compilation.Storage(tensor.Id)), "quads of channels"),
                TensorKind.Rows => (Values(shape), "numbers"),
                _ => (Values(shape), "bytes"),
            };
            Check(length, $"'{tensor.Name}' {shape} has {length} {unit}", plan);
        }
    }

    /// <exception cref="NotSupportedException">The temporary is too large.</exception>
    public static void CheckTemporary(long length, string owner, Plan plan) => Check(length, $"A temporary of {owner} has {length} elements", plan);

    /// <summary>Values of the whole batch, however many.</summary>
    public static long Values(TensorShape shape) => (long)shape.Batch * shape.Channels * shape.Height * shape.Width;

    private static void Check(long length, string subject, Plan plan)
    {
        if (length > MostElements)
        {
            throw new NotSupportedException(
                $"{subject}, of which the kernels of the CUDA engine reach {MostElements}. The plan has {plan.Batch} samples: lower BatchSize.");
        }
    }
}
