using StyleGanIlgpu.Pictures;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary><see cref="ToRgb8"/>: from channel blocks to interleaved bytes. A task is a row of a sample.</summary>
internal sealed unsafe class ToRgb8Phase : CpuPhase
{
    private readonly TensorShape shape;
    private readonly ByteRule rule;
    private readonly long source;
    private readonly long target;

    private ToRgb8Phase(ToRgb8 op, CpuCompilation c)
    {
        shape = c.Plan[op.Input].Shape;
        rule = op.Rule;
        source = c.Offset(op.Input);
        target = c.Offset(op.Output);
    }

    public override int TaskCount => shape.Batch * shape.Height;

    public static void Compile(ToRgb8 op, CpuCompilation c) => c.Emit(new ToRgb8Phase(op, c));

    public override void Run(int task, in CpuFrame frame)
    {
        var lanes = SimdLevel.Lanes;
        var (sample, y) = Math.DivRem(task, shape.Height);
        var image = frame.Floats(source) + sample * CpuLayout.SampleFloats(shape);
        var pixels = frame.Arena + target + (long)task * shape.Width * shape.Channels;
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var from = image + ((long)(channel / lanes) * shape.Height + y) * shape.Width * lanes + channel % lanes;
            var to = pixels + channel;
            for (var x = 0; x < shape.Width; x++)
            {
                *to = ByteConversion.ToByte(*from, rule);
                from += lanes;
                to += shape.Channels;
            }
        }
    }
}
