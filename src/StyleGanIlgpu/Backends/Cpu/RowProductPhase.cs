using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>One matrix of a <see cref="RowProductPhase{TSimd, TVec}"/>: where its rows begin within a sample, and how its sums end.</summary>
internal readonly unsafe struct RowProduct(float* panels, int ins, int outs, int inputOffset, int outputOffset, CpuEpilogue epilogue)
{
    public float* Panels { get; } = panels;

    public int Ins { get; } = ins;

    public int Outs { get; } = outs;

    /// <summary>First input within the row of a sample.</summary>
    public int InputOffset { get; } = inputOffset;

    /// <summary>First output within the row of a sample.</summary>
    public int OutputOffset { get; } = outputOffset;

    public CpuEpilogue Epilogue { get; } = epilogue;
}

/// <summary>Rows of a tensor and their stride.</summary>
/// <param name="Offset">Byte offset in the arena.</param>
/// <param name="Stride">Floats from one sample to the next.</param>
internal readonly record struct RowTensor(long Offset, int Stride);

/// <summary>Rows times matrices, with an epilogue. Each task takes a few blocks of outputs of one matrix, for all samples.</summary>
internal sealed unsafe class RowProductPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly RowTensor input;
    private readonly RowTensor output;
    private readonly int batch;
    private readonly RowProduct[] products;
    private readonly (int Product, int Begin, int End)[] tasks;

    public RowProductPhase(RowTensor input, RowTensor output, int batch, RowProduct[] products)
    {
        this.input = input;
        this.output = output;
        this.batch = batch;
        this.products = products;
        tasks = [.. products.SelectMany((product, index) => BlockRanges.Cut(CpuLayout.Blocks(product.Outs), RowPanels.BlocksPerTask(product.Ins, batch))
            .Select(range => (index, range.Begin, range.End)))];
    }

    public override int TaskCount => tasks.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var (index, begin, end) = tasks[task];
        ref readonly var product = ref products[index];
        for (var block = begin; block < end; block++)
        {
            var panel = product.Panels + (long)block * product.Ins * TSimd.Lanes;
            var bias = product.Epilogue.Bias<TSimd, TVec>(block);
            for (var sample = 0; sample < batch; sample++)
            {
                var row = frame.Floats(input.Offset) + (long)sample * input.Stride + product.InputOffset;
                var sum = RowPanels.Multiply<TSimd, TVec>(row, panel, product.Ins);
                var target = frame.Floats(output.Offset) + (long)sample * output.Stride + product.OutputOffset + block * TSimd.Lanes;
                RowPanels.Store<TSimd, TVec>(target, product.Epilogue.Apply<TSimd, TVec>(sum, bias), product.Outs - block * TSimd.Lanes);
            }
        }
    }
}
