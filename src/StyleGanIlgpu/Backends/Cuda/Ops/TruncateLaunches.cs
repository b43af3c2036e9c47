using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>w spread over the rows of ws.</summary>
internal static class TruncateLaunches
{
    public static void Compile(Truncate op, CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        if (op.AverageRows is not null)
            throw new NotSupportedException("The CUDA engine truncates towards one average.");
        var (width, rows) = (plan[op.W].Shape.Channels, plan[op.Psi].Shape.Channels);
        WeightHandle? average = op.Average is { } stored
            ? compilation.Prepare(stored, "plain", width, (values, prepared) => values.CopyTo(prepared))
            : null;
        compilation.Launch(TruncateArguments.Launch(width, plan.Batch), memory => new TruncateArguments
        {
            W = memory.Rows(op.W),
            Psi = memory.Rows(op.Psi),
            Average = average is { } handle ? memory.Weights<float>(handle) : default,
            Ws = memory.Rows(op.Ws),
            Width = width,
            Rows = rows,
            HasAverage = average is null ? 0 : 1,
        });
    }
}
