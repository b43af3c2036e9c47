using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The waves, channel by channel in a table of frequencies and phases; those that fill up the last quad are still.</summary>
internal static class FourierFeaturesLaunches
{
    public static void Compile(FourierFeatures op, CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        var shape = plan[op.Output].Shape;
        var storage = compilation.Storage(op.Output);
        var quads = storage.Quads(shape.Channels);
        var channels = quads * Float4.Length;
        var phases = op.Phases;
        var waves = compilation.Prepare(op.Frequencies, $"waves with {phases.Name}, {quads} quads", 3 * channels, (frequencies, prepared) =>
        {
            for (var c = 0; c < shape.Channels; c++)
            {
                prepared[c] = frequencies[2 * c];
                prepared[channels + c] = frequencies[(2 * c) + 1];
                prepared[(2 * channels) + c] = phases.Span[c];
            }
        });
        var step = 1 / op.SamplingRate;
        compilation.Launch(FourierFeaturesArguments.Launch(quads, shape.Height, shape.Width, shape.Batch), memory => new FourierFeaturesArguments
        {
            Styles = memory.Rows(op.Styles),
            Transform = memory.Rows(op.Transform),
            Waves = memory.Weights<float>(waves),
            Output = memory.Maps(op.Output),
            StyleStride = plan[op.Styles].Shape.Channels,
            Style = op.StyleOffset,
            Height = shape.Height,
            Width = shape.Width,
            Quads = quads,
            IsHalf = storage.Flag,
            StepHigh = (float)step,
            StepLow = (float)(step - (float)step),
            Bandwidth = (float)op.Bandwidth,
            Damping = (float)(1 / ((op.SamplingRate / 2) - op.Bandwidth)),
        });
    }
}
