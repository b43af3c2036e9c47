using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Rows normalised into their part of the output.</summary>
internal static class NormalizeSecondMomentLaunches
{
    public static void Compile(NormalizeSecondMoment op, CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        if (op.Inputs is not [var source])
            throw new NotSupportedException("The CUDA engine normalises one input at a time.");
        var (input, output) = (plan[source].Shape.Channels, plan[op.Output].Shape.Channels);
        var table = compilation.Constant<int>([0, op.OutputOffset, input]);
        compilation.Launch(NormalizeRowsArguments.Launch(pieces: 1, plan.Batch), memory => new NormalizeRowsArguments
        {
            Input = memory.Rows(source),
            Output = memory.Rows(op.Output),
            Pieces = memory.Constant<int>(table),
            InputStride = input,
            OutputStride = output,
            Epsilon = (float)NormalizeSecondMoment.Epsilon,
        });
    }
}
