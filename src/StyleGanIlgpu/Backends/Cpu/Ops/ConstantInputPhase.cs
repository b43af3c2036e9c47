using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary><see cref="ConstantInput"/>: the constant, brought into the engine's layout once, is copied to every sample.</summary>
internal sealed unsafe class ConstantInputPhase : CpuPhase
{
    private readonly int batch;
    private readonly long sampleBytes;
    private readonly float* constant;
    private readonly long target;

    private ConstantInputPhase(ConstantInput op, CpuCompilation c)
    {
        var shape = c.Plan[op.Output].Shape;
        var sample = shape with { Batch = 1 };
        if (op.Constant.Values.Length != sample.Length)
            throw new ArgumentException($"{op.Constant} doesn't fill maps of {sample}.", nameof(op));
        batch = shape.Batch;
        sampleBytes = CpuLayout.SampleFloats(shape) * sizeof(float);
        target = c.Offset(op.Output);
        constant = c.Prepare(op.Constant, "maps", CpuLayout.SampleFloats(shape), (stored, prepared) => MapLayout.Pack(sample, stored, prepared)).Values;
    }

    public override int TaskCount => batch;

    public static void Compile(ConstantInput op, CpuCompilation c) => c.Emit(new ConstantInputPhase(op, c));

    public override void Run(int task, in CpuFrame frame) =>
        Buffer.MemoryCopy(constant, frame.Arena + target + task * sampleBytes, sampleBytes, sampleBytes);
}
