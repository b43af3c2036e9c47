using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The scaled styles and the coefficients of all layers that take their styles from one tensor and read maps of float16: one launch.</summary>
internal sealed class CudaScaledStyles
{
    private readonly TemporaryHandle styles;
    private readonly TemporaryHandle coefficients;
    private readonly Dictionary<Convolution, int> offsets = new(ReferenceEqualityComparer.Instance);
    private readonly int stride;

    public CudaScaledStyles(TensorId rows, CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        Convolution[] layers =
        [
            .. plan.Ops.OfType<Convolution>().Where(op => op.Modulation?.Styles == rows && compilation.Storage(op.Input).IsFloat16),
        ];
        var table = new List<int>();
        foreach (var layer in layers)
        {
            var modulation = layer.Modulation!;
            var demodulation = modulation.Demodulation is null ? -1 : modulation.DemodulationOffset;
            table.AddRange([modulation.StyleOffset, layer.Weight.Shape[1], demodulation, stride, layer.Weight.Shape[0]]);
            offsets.Add(layer, stride);
            stride += layer.Weight.Shape[0];
        }
        var form = $"scales of {string.Join(", ", layers.Select(layer => $"{layer.Weight.Name}*{layer.WeightGain:R}"))}";
        var largest = compilation.Prepare(layers[0].Weight, form, stride, (_, prepared) =>
        {
            foreach (var layer in layers)
                WeightScales.Write(layer.Weight, layer.WeightGain, prepared.Slice(offsets[layer], layer.Weight.Shape[0]));
        });
        var layerTable = compilation.Constant<int>([.. table]);
        var styleStride = plan[rows].Shape.Channels;
        styles = compilation.Temporary<float>((long)plan.Batch * styleStride);
        coefficients = compilation.Temporary<float>((long)plan.Batch * stride);
        var demodulations = layers.Select(layer => layer.Modulation!.Demodulation).FirstOrDefault(tensor => tensor is not null);
        compilation.Launch(ScaledStylesArguments.Launch(layers.Length, plan.Batch), memory => new ScaledStylesArguments
        {
            Styles = memory.Rows(rows),
            Demodulation = demodulations is { } tensor ? memory.Rows(tensor) : default,
            Largest = memory.Weights<float>(largest),
            Layers = memory.Constant<int>(layerTable),
            ScaledStyles = memory.Temporary<float>(styles),
            Coefficients = memory.Temporary<float>(coefficients),
            StyleStride = styleStride,
            DemodulationStride = demodulations is { } rowsOfCoefficients ? plan[rowsOfCoefficients].Shape.Channels : 0,
            CoefficientStride = stride,
        });
    }

    public ScaledModulation Of(Convolution op) => new(
        memory => memory.Temporary<float>(styles),
        new(memory => memory.Temporary<float>(coefficients), stride, offsets[op]));
}
