using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Rows, or two side by side, normalised into their part of the output.</summary>
internal static class NormalizeSecondMomentLaunches
{
    public static void Compile(NormalizeSecondMoment op, CudaCompilation compilation)
    {
        if (op.Inputs.Count > 2)
            throw new NotSupportedException("The CUDA engine normalises at most two inputs as one row.");
        var plan = compilation.Plan;
        var (first, output) = (plan[op.Inputs[0]].Shape.Channels, plan[op.Output].Shape.Channels);
        TensorId? joined = op.Inputs.Count > 1 ? op.Inputs[1] : null;
        var second = joined is { } rows ? plan[rows].Shape.Channels : 0;
        var table = compilation.Constant<int>([0, op.OutputOffset, first + second]);
        compilation.Launch(NormalizeRowsArguments.Launch(pieces: 1, plan.Batch), memory => new NormalizeRowsArguments
        {
            Input = memory.Rows(op.Inputs[0]),
            Second = joined is { } behind ? memory.Rows(behind) : default,
            Output = memory.Rows(op.Output),
            Pieces = memory.Constant<int>(table),
            InputStride = first,
            SecondStride = second,
            OutputStride = output,
            Epsilon = (float)NormalizeSecondMoment.Epsilon,
        });
    }
}
