using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Demodulation coefficients: the squares of a style times the matrix of summed squares of the weights, made once. The norm of a weight,
/// where it is wanted, is part of that matrix and of the numerator.
/// </summary>
internal static unsafe class CpuDemodulations
{
    public static void Compile(Demodulations op, CpuCompilation compilation)
    {
        var styles = new RowTensor(compilation.Offset(op.Styles), compilation.Plan[op.Styles].Shape.Channels);
        var output = new RowTensor(compilation.Offset(op.Output), compilation.Plan[op.Output].Shape.Channels);
        var slices = op.Slices.Select(slice => Prepare(slice, compilation)).ToArray();
        var batch = compilation.Plan.Batch;
        compilation.Emit(SimdLevel.Lanes switch
        {
            16 => new Phase<Simd512, Vector512<float>>(styles, output, batch, slices),
            8 => new Phase<Simd256, Vector256<float>>(styles, output, batch, slices),
            _ => new Phase<Simd128, Vector128<float>>(styles, output, batch, slices),
        });
    }

    private static Slice Prepare(DemodulationSlice slice, CpuCompilation compilation)
    {
        var shape = slice.Weight.Shape;
        var (outs, ins, taps) = (shape[0], shape[1], shape[2] * shape[3]);
        var panelLength = RowPanels.Length(outs, ins);
        var (gain, normalize) = (slice.Gain, slice.NormalizeWeight);
        var form = $"demodulation*{gain:R}{(normalize ? ", normalized" : "")}";
        var prepared = compilation.Prepare(slice.Weight, form, panelLength + CpuLayout.Blocks(outs) * SimdLevel.Lanes, (stored, target) =>
        {
            var squares = new float[(long)outs * ins];
            for (var o = 0; o < outs; o++)
                target[panelLength + o] = (float)(gain * SquareRow(stored.Slice(o * ins * taps, ins * taps), squares.AsSpan(o * ins, ins), taps, normalize));
            RowPanels.Pack(squares, outs, ins, 1, target);
        });
        return new Slice(prepared.Values, panelLength, ins, outs, slice.StyleOffset, slice.Offset);
    }

    /// <summary>Sums of squares over the taps, of the normalised weight if so wanted; gives the norm's factor g.</summary>
    private static double SquareRow(ReadOnlySpan<float> weight, Span<float> squares, int taps, bool normalize)
    {
        var total = 0.0;
        foreach (var w in weight)
            total += (double)w * w;
        var g = normalize ? 1 / Math.Sqrt(total / weight.Length) : 1;
        for (var i = 0; i < squares.Length; i++)
        {
            var sum = 0.0;
            foreach (var w in weight.Slice(i * taps, taps))
                sum += (double)w * w;
            squares[i] = (float)(sum * g * g);
        }
        return g;
    }

    private readonly struct Slice(float* prepared, long numerators, int ins, int outs, int styleOffset, int offset)
    {
        public float* Panels { get; } = prepared;

        /// <summary>gain * g, in blocks.</summary>
        public float* Numerators { get; } = prepared is null ? null : prepared + numerators;

        public int Ins { get; } = ins;

        public int Outs { get; } = outs;

        public int StyleOffset { get; } = styleOffset;

        public int Offset { get; } = offset;
    }

    private sealed class Phase<TSimd, TVec>(RowTensor styles, RowTensor output, int batch, Slice[] slices) : CpuPhase
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        private readonly (int Slice, int Begin, int End)[] tasks =
            [.. slices.SelectMany((slice, index) => BlockRanges.Cut(CpuLayout.Blocks(slice.Outs), RowPanels.BlocksPerTask(slice.Ins, batch))
                .Select(range => (index, range.Begin, range.End)))];

        public override int TaskCount => tasks.Length;

        /// <summary>Squares of one sample's style, and a block of sums.</summary>
        public override int ScratchBytes => (slices.Max(slice => slice.Ins) + 2 * TSimd.Lanes) * sizeof(float);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int task, in CpuFrame frame)
        {
            var (index, begin, end) = tasks[task];
            ref readonly var slice = ref slices[index];
            var sums = (float*)frame.Scratch;
            var squares = sums + TSimd.Lanes;
            for (var sample = 0; sample < batch; sample++)
            {
                var style = frame.Floats(styles.Offset) + (long)sample * styles.Stride + slice.StyleOffset;
                for (var i = 0; i < slice.Ins; i++)
                    squares[i] = style[i] * style[i];
                var target = frame.Floats(output.Offset) + (long)sample * output.Stride + slice.Offset;
                for (var block = begin; block < end; block++)
                {
                    TSimd.Store(sums, RowPanels.Multiply<TSimd, TVec>(squares, slice.Panels + (long)block * slice.Ins * TSimd.Lanes, slice.Ins));
                    var first = block * TSimd.Lanes;
                    for (var o = first; o < Math.Min(first + TSimd.Lanes, slice.Outs); o++)
                        target[o] = slice.Numerators[o] / MathF.Sqrt(sums[o - first] + (float)Demodulations.Epsilon);
                }
            }
        }
    }
}
