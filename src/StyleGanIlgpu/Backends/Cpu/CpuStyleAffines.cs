using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>All affines as one phase of products, and a second that normalises the slices that want it.</summary>
internal static unsafe class CpuStyleAffines
{
    public static void Compile(StyleAffines op, CpuCompilation compilation)
    {
        var ws = compilation.Plan[op.Ws];
        var styles = new RowTensor(compilation.Offset(op.Styles), compilation.Plan[op.Styles].Shape.Channels);
        var products = op.Slices.Select(slice => Product(op, slice, compilation)).ToArray();
        CpuFullyConnected.Emit(compilation, new RowTensor(compilation.Offset(op.Ws), ws.Shape.SampleLength), styles, products);

        var normalized = op.Slices.Where(slice => slice.Normalize).Select(slice => (slice.Offset, slice.Channels)).ToArray();
        if (normalized.Length > 0)
            compilation.Emit(new NormalizePhase(styles, compilation.Plan.Batch, normalized));
    }

    private static RowProduct Product(StyleAffines op, StyleSlice slice, CpuCompilation compilation)
    {
        var (outs, ins) = (slice.Channels, op.WDim);
        var gain = slice.WeightGain * slice.Gain;
        var panels = compilation.Prepare(
            slice.Weight, $"rows*{gain:R}", RowPanels.Length(outs, ins), (stored, target) => RowPanels.Pack(stored, outs, ins, gain, target));
        var epilogue = CpuEpilogue.Of(new Epilogue(slice.Bias, slice.BiasGain * slice.Gain), compilation);
        return new RowProduct(panels.Values, ins, outs, slice.WsRow * op.WDim, slice.Offset, epilogue);
    }

    /// <summary>s *= 1 / sqrt(mean of s^2), a slice a task.</summary>
    private sealed class NormalizePhase(RowTensor styles, int batch, (int Offset, int Channels)[] slices) : CpuPhase
    {
        public override int TaskCount => slices.Length;

        public override void Run(int task, in CpuFrame frame)
        {
            var (offset, channels) = slices[task];
            for (var sample = 0; sample < batch; sample++)
            {
                var s = new Span<float>(frame.Floats(styles.Offset) + (long)sample * styles.Stride + offset, channels);
                var sum = 0.0;
                foreach (var value in s)
                    sum += (double)value * value;
                var scale = 1 / Math.Sqrt(sum / channels);
                foreach (ref var value in s)
                    value = (float)(value * scale);
            }
        }
    }
}
