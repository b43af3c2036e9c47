using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>A fully connected layer: one matrix, the gain folded into it.</summary>
internal static unsafe class CpuFullyConnected
{
    public static void Compile(FullyConnected op, CpuCompilation compilation)
    {
        var (outs, ins) = (op.Weight.Shape[0], op.Weight.Shape[1]);
        var gain = op.WeightGain;
        var panels = compilation.Prepare(op.Weight, $"rows*{gain:R}", RowPanels.Length(outs, ins), (stored, target) => RowPanels.Pack(stored, outs, ins, gain, target));
        RowProduct[] product = [new RowProduct(panels.Values, ins, outs, 0, 0, CpuEpilogue.Of(op.Epilogue, compilation))];
        var input = new RowTensor(compilation.Offset(op.Input), compilation.Plan[op.Input].Shape.Channels);
        var output = new RowTensor(compilation.Offset(op.Output), compilation.Plan[op.Output].Shape.Channels);
        Emit(compilation, input, output, product);
    }

    /// <summary>Emits a phase of products for this machine's vectors.</summary>
    public static void Emit(CpuCompilation compilation, RowTensor input, RowTensor output, RowProduct[] products)
    {
        var batch = compilation.Plan.Batch;
        compilation.Emit(SimdLevel.Lanes switch
        {
            16 => new RowProductPhase<Simd512, Vector512<float>>(input, output, batch, products),
            8 => new RowProductPhase<Simd256, Vector256<float>>(input, output, batch, products),
            _ => new RowProductPhase<Simd128, Vector128<float>>(input, output, batch, products),
        });
    }
}
