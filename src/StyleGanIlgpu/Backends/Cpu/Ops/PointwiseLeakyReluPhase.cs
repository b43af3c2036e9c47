using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// A <see cref="FilteredLeakyRelu"/> without filters, as StyleGAN3's last layer has it: bias, leaky ReLU, gain and clamp of each sample.
/// A task is a row of a channel block.
/// </summary>
internal static class PointwiseLeakyReluPhase
{
    /// <summary>Emits the phase if the op is of this kind.</summary>
    public static bool TryCompile(FilteredLeakyRelu op, CpuCompilation c)
    {
        if (op.UpFilter is not null || op.DownFilter is not null || op.Up != 1 || op.Down != 1 || op.Padding != default)
            return false;
        if (c.Plan[op.Input].Shape != c.Plan[op.Output].Shape)
            throw new ArgumentException($"A pointwise {nameof(FilteredLeakyRelu)} keeps the shape of its input.", nameof(op));
        c.Emit(SimdLevel.Lanes switch
        {
            16 => new PointwiseLeakyReluPhase<Simd512, Vector512<float>>(op, c),
            8 => new PointwiseLeakyReluPhase<Simd256, Vector256<float>>(op, c),
            _ => new PointwiseLeakyReluPhase<Simd128, Vector128<float>>(op, c),
        });
        return true;
    }
}

/// <inheritdoc cref="PointwiseLeakyReluPhase"/>
internal sealed unsafe class PointwiseLeakyReluPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly TensorShape shape;
    private readonly BlockedBias bias;
    private readonly LeakyRelu relu;
    private readonly long source;
    private readonly long target;

    public PointwiseLeakyReluPhase(FilteredLeakyRelu op, CpuCompilation c)
    {
        shape = c.Plan[op.Input].Shape;
        bias = new BlockedBias(op.Bias, shape.Channels, c);
        relu = new LeakyRelu(op.Gain, op.Slope, op.Clamp);
        (source, target) = (c.Offset(op.Input), c.Offset(op.Output));
    }

    public override int TaskCount => shape.Batch * CpuLayout.Blocks(shape.Channels) * shape.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var from = frame.Floats(source) + (nint)task * shape.Width * TSimd.Lanes;
        var to = frame.Floats(target) + (nint)task * shape.Width * TSimd.Lanes;
        var (before, after) = (TSimd.Splat((float)relu.Before), TSimd.Splat((float)relu.After));
        var (slope, upper, lower) =
            (TSimd.Load(relu.Constants), TSimd.Load(relu.Constants + TSimd.Lanes), TSimd.Load(relu.Constants + 2 * TSimd.Lanes));
        var offset = TSimd.Load(bias.OfPlane(task / shape.Height));
        for (nint i = 0; i < (nint)shape.Width * TSimd.Lanes; i += TSimd.Lanes)
        {
            var value = TSimd.Multiply(TSimd.Add(TSimd.Load(from + i), offset), before);
            TSimd.Store(to + i, TSimd.Multiply(Bend<TSimd, TVec>.Of(value, slope, upper, lower), after));
        }
    }
}
