using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Ops;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// <see cref="Convolution"/>: one phase, or, where it doubles the size, four for the parities of the output and one for the filter with
/// everything that follows it.
/// </summary>
internal static class CpuConvolution
{
    public static void Compile(Convolution op, CpuCompilation c)
    {
        var input = c.Plan[op.Input].Shape;
        var output = c.Plan[op.Output].Shape;
        var modulation = op.Modulation;
        var source = new ConvolutionSource(
            input,
            c.Offset(op.Input),
            modulation is null ? null : c.Offset(modulation.Styles),
            modulation is null ? 0 : c.Plan[modulation.Styles].Shape.Channels,
            modulation?.StyleOffset ?? 0);
        var target = new ConvolutionTarget(op, c);
        var (kernelHeight, kernelWidth) = (op.Weight.Shape[2], op.Weight.Shape[3]);
        if (op.UpsamplingFilter is { } filter)
        {
            // A 1x1 kernel commutes with the zeros: it runs before them, and the filter sees to the doubling.
            var doubles = kernelHeight > 1 && kernelWidth > 1;
            var unfiltered = output with
            {
                Height = doubles ? TapGroup.TransposedSize(input.Height, kernelHeight) : input.Height,
                Width = doubles ? TapGroup.TransposedSize(input.Width, kernelWidth) : input.Width,
            };
            var groups = doubles
                ? TapGroup.Transposed(kernelHeight, kernelWidth, input.Height, input.Width)
                : TapGroup.Plain(kernelHeight, kernelWidth, 0, input.Height, input.Width);
            var buffer = c.Temporary(output.Batch * CpuLayout.SampleFloats(unfiltered) * sizeof(float));
            foreach (var group in groups)
                Emit(op, group, source, null, buffer, unfiltered, c);
            var fir = Filter(op, filter, doubles ? 1 : 2, kernelHeight, kernelWidth);
            c.Emit(UpFirDnPhase.Create(new UpFirDnGeometry(fir, unfiltered, buffer, output, c.Offset(op.Output), c.Workers) { Target = target }));
        }
        else
        {
            var group = TapGroup.Plain(kernelHeight, kernelWidth, op.Padding, output.Height, output.Width)[0];
            Emit(op, group, source, target, 0, output, c);
        }
    }

    // The padding of the stuffed image, less what the convolution has already spread over its borders; the zero after the last sample isn't
    // stored, so one more follows it where the image is already doubled.
    private static UpFirDn Filter(Convolution op, Parameter filter, int up, int kernelHeight, int kernelWidth)
    {
        var taps = filter.Shape[^1];
        var (before, after) = (op.Padding + (taps + 1) / 2, op.Padding + (taps - 2) / 2 + (up == 1 ? 1 : 0));
        var padding = new Padding(before - (kernelWidth - 1), after - (kernelWidth - 1), before - (kernelHeight - 1), after - (kernelHeight - 1));
        return new UpFirDn(op.Input, op.Output, filter, up, up, 1, 1, padding, Gain: 4);
    }

    private static unsafe void Emit(
        Convolution op, TapGroup group, ConvolutionSource source, ConvolutionTarget? target, long buffer, TensorShape shape, CpuCompilation c)
    {
        var g = new ConvolutionGeometry(group, source.Shape, shape.Channels, shape.Batch, c.Workers);
        var form = $"conv*{op.WeightGain:R}/{group.Step}.{group.OffsetY}.{group.OffsetX}";
        var weights = c.Prepare(op.Weight, form, g.WeightLength, (stored, packed) => g.Pack(stored, op.Weight.Shape, op.WeightGain, packed)).Values;
        c.Emit(SimdLevel.Lanes switch
        {
            16 => new ConvolutionPhase<Simd512, Vector512<float>>(g, source, weights, target, buffer, shape.Height, shape.Width),
            8 => new ConvolutionPhase<Simd256, Vector256<float>>(g, source, weights, target, buffer, shape.Height, shape.Width),
            _ => new ConvolutionPhase<Simd128, Vector128<float>>(g, source, weights, target, buffer, shape.Height, shape.Width),
        });
    }
}
