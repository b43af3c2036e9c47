using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>The noise of a layer as a plane [H, W], strength left out: the stored one, or one that a phase draws before the layer.</summary>
internal sealed unsafe class NoisePlane
{
    private readonly float* constant;
    private readonly long random;

    public NoisePlane(Noise noise, TensorShape shape, CpuCompilation c)
    {
        if (noise.Constant is { } stored)
        {
            constant = c.Prepare(stored, "plain", stored.Values.Length, (values, prepared) => values.CopyTo(new Span<float>(prepared, values.Length))).Values;
            return;
        }
        random = c.Temporary((long)shape.Height * shape.Width * sizeof(float));
        c.Emit(new DrawingPhase(noise.Layer, shape.Height, shape.Width, random));
    }

    public float* Values(in CpuFrame frame) => constant is null ? frame.Floats(random) : constant;

    /// <summary>A task is a row.</summary>
    private sealed class DrawingPhase(int layer, int height, int width, long target) : CpuPhase
    {
        public override int TaskCount => height;

        public override void Run(int task, in CpuFrame frame) =>
            PhiloxNoise.Fill(new Span<float>(frame.Floats(target) + (nint)task * width, width), frame.NoiseSeed, layer, task, 0);
    }
}
