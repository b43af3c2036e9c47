using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>w spread over the rows of ws.</summary>
internal static class TruncateLaunches
{
    public static void Compile(Truncate op, CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        var (width, rows) = (plan[op.W].Shape.Channels, plan[op.Psi].Shape.Channels);
        WeightHandle? average = op.Average is { } stored
            ? compilation.Prepare(stored, "plain", width, (values, prepared) => values.CopyTo(prepared))
            : null;
        compilation.Launch(TruncateArguments.Launch(width, plan.Batch), memory => new TruncateArguments
        {
            W = memory.Rows(op.W),
            Psi = memory.Rows(op.Psi),
            Average = op.AverageRows is { } averages ? memory.Rows(averages) : average is { } handle ? memory.Weights<float>(handle) : default,
            Ws = memory.Rows(op.Ws),
            Width = width,
            Rows = rows,
            AverageStride = op.AverageRows is null ? 0 : width,
        });
    }
}
