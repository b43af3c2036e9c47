using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary><see cref="NormalizeSecondMoment"/>: a task is a sample. Rows are short, so the squares are summed in double.</summary>
internal sealed unsafe class NormalizeSecondMomentPhase : CpuPhase
{
    private readonly int batch;
    private readonly (long Offset, int Length)[] sources;
    private readonly int length;
    private readonly int targetStride;
    private readonly long target;

    private NormalizeSecondMomentPhase(NormalizeSecondMoment op, CpuCompilation c)
    {
        batch = c.Plan.Batch;
        sources = [.. op.Inputs.Select(input => (c.Offset(input), c.Plan[input].Shape.Channels))];
        length = sources.Sum(source => source.Length);
        targetStride = c.Plan[op.Output].Shape.Channels;
        target = c.Offset(op.Output) + (long)op.OutputOffset * sizeof(float);
    }

    public override int TaskCount => batch;

    public static void Compile(NormalizeSecondMoment op, CpuCompilation c) => c.Emit(new NormalizeSecondMomentPhase(op, c));

    public override void Run(int task, in CpuFrame frame)
    {
        var to = new Span<float>(frame.Floats(target) + (long)task * targetStride, length);
        var squares = 0.0;
        foreach (var source in sources)
        {
            foreach (var value in Row(source, task, frame))
                squares += (double)value * value;
        }

        var scale = 1 / Math.Sqrt(squares / length + NormalizeSecondMoment.Epsilon);
        foreach (var source in sources)
        {
            var from = Row(source, task, frame);
            for (var i = 0; i < from.Length; i++)
                to[i] = (float)(from[i] * scale);
            to = to[from.Length..];
        }
    }

    private static ReadOnlySpan<float> Row((long Offset, int Length) source, int task, in CpuFrame frame) =>
        new(frame.Floats(source.Offset) + (long)task * source.Length, source.Length);
}
