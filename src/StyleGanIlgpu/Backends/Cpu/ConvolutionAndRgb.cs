using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>A convolution and the torgb that alone reads it, made together, so that the map between them is never in memory.</summary>
internal sealed record ConvolutionAndRgb(Convolution Main, Convolution Rgb) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [.. Main.Reads, .. Rgb.Reads.Where(tensor => tensor != Main.Output)];

    public override TensorId Writes => Rgb.Output;
}
