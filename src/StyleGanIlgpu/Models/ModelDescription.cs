using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>Tells what a checkpoint is, for people and programs.</summary>
internal static class ModelDescription
{
    // Last part of the names of tensors that training doesn't learn by gradients.
    private static readonly string[] Buffers =
    [
        "w_avg", "noise_const", "resample_filter", "magnitude_ema", "up_filter", "down_filter", "freqs", "phases", "transform", "blur_filter",
    ];

    public static ModelInfo Describe(Checkpoint checkpoint, GeneratorNetwork network)
    {
        var config = checkpoint.Config;
        var (learned, buffers) = (0L, 0L);
        foreach (var parameter in checkpoint.Parameters.All)
        {
            if (Buffers.Contains(parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..]))
                buffers += parameter.Values.Length;
            else
                learned += parameter.Values.Length;
        }
        return new ModelInfo
        {
            Family = network.Family,
            Architecture = (config as StyleGan2Config)?.Architecture,
            Format = checkpoint.Format,
            Contents = checkpoint.Contents,
            ImageWidth = network.ImageWidth,
            ImageHeight = network.ImageHeight,
            ImageChannels = config.ImgChannels,
            ZDim = config.ZDim,
            WDim = config.WDim,
            NumWs = network.NumWs,
            ClassCount = config.CDim,
            DrawsClasses = network.DrawsClasses,
            TakesTransform = network.TakesTransform,
            DefaultTruncation = network.DefaultTruncation.Psi,
            DefaultTruncationCutoff = network.DefaultTruncation.Cutoff,
            MappingLayers = config.MappingLayers,
            ParameterCount = learned,
            BufferCount = buffers,
            MultiplyAdds = MultiplyAdds(network),
            ConvClamp = config switch
            {
                StyleGan2Config c => c.ConvClamp,
                StyleGan3Config c => c.Layers[0].ConvClamp,
                _ => null,
            },
            Layers = network.Layers,
            Metadata = checkpoint.Metadata,
        };
    }

    private static long MultiplyAdds(GeneratorNetwork network)
    {
        var plan = new GeneratorPlans(network).Synthesis(new SynthesisForm(1, NoiseMode.None, null)).Plan;
        return plan.Ops.OfType<Convolution>().Sum(op =>
        {
            var shape = plan[op.IsUpsampling ? op.Input : op.Output].Shape;
            return (long)op.Weight.Values.Length * shape.Height * shape.Width;
        });
    }
}
