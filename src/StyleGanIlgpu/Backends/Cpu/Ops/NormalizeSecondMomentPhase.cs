using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary><see cref="NormalizeSecondMoment"/>: a task is a sample. Rows are short, so the squares are summed in double.</summary>
internal sealed unsafe class NormalizeSecondMomentPhase : CpuPhase
{
    private readonly TensorShape shape;
    private readonly int targetStride;
    private readonly long source;
    private readonly long target;

    private NormalizeSecondMomentPhase(NormalizeSecondMoment op, CpuCompilation c)
    {
        shape = c.Plan[op.Input].Shape;
        targetStride = c.Plan[op.Output].Shape.Channels;
        source = c.Offset(op.Input);
        target = c.Offset(op.Output) + (long)op.OutputOffset * sizeof(float);
    }

    public override int TaskCount => shape.Batch;

    public static void Compile(NormalizeSecondMoment op, CpuCompilation c) => c.Emit(new NormalizeSecondMomentPhase(op, c));

    public override void Run(int task, in CpuFrame frame)
    {
        var from = new ReadOnlySpan<float>(frame.Floats(source) + (long)task * shape.Channels, shape.Channels);
        var to = new Span<float>(frame.Floats(target) + (long)task * targetStride, shape.Channels);
        var squares = 0.0;
        foreach (var value in from)
            squares += (double)value * value;
        var scale = 1 / Math.Sqrt(squares / shape.Channels + NormalizeSecondMoment.Epsilon);
        for (var i = 0; i < from.Length; i++)
            to[i] = (float)(from[i] * scale);
    }
}
