using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>A generator bound to the tensors of a checkpoint: it doesn't run anything, it describes itself as plans.</summary>
internal abstract class GeneratorNetwork(Checkpoint checkpoint)
{
    public NetworkConfig Config { get; } = checkpoint.Config;

    public MappingNetwork Mapping { get; } = new(checkpoint.Source, checkpoint.Config, checkpoint.Parameters);

    /// <summary>"StyleGAN1", "StyleGAN2", "StyleGAN3-T", "StyleGAN3-R", "StyleGAN-XL".</summary>
    public abstract string Family { get; }

    /// <summary>Rows of ws that the synthesis reads.</summary>
    public abstract int NumWs { get; }

    public abstract int ImageWidth { get; }

    public abstract int ImageHeight { get; }

    /// <summary>True where the picture can be moved and turned by a transform.</summary>
    public abstract bool TakesTransform { get; }

    /// <summary>True where the noise mode makes a difference.</summary>
    public abstract bool TakesNoise { get; }

    /// <summary>The truncation of those who don't ask for any: of the first rows up to the cutoff, of all where that is null.</summary>
    public virtual (float Psi, int? Cutoff) DefaultTruncation => (1, null);

    /// <summary>True where a seed without a class takes one that it draws, as StyleGAN-XL's script does.</summary>
    public bool DrawsClasses => Mapping.HasClassTable;

    /// <summary>The synthesis layers in execution order.</summary>
    public abstract IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Adds the synthesis to a plan.</summary>
    /// <param name="plan">The plan; maps are named after the layers of the checkpoint.</param>
    /// <param name="ws">[N, num_ws * w_dim].</param>
    /// <param name="transform">[N, 9], where the network takes one.</param>
    /// <param name="noise">Source of the noise.</param>
    /// <returns>The picture, [N, channels, height, width].</returns>
    public abstract TensorId Synthesize(PlanBuilder plan, TensorId ws, TensorId? transform, NoiseMode noise);

    /// <summary>The placement stored in the checkpoint, row-major 3x3.</summary>
    public virtual void WriteStoredTransform(Span<float> matrix)
    {
    }

    /// <summary>Binds a checkpoint to the architecture that it names.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or misshapen, or the configuration contradicts itself.</exception>
    public static GeneratorNetwork Bind(Checkpoint checkpoint) => checkpoint.Config switch
    {
        StyleGan1Config config => new StyleGan1Network(checkpoint, config),
        StyleGan2Config config => new StyleGan2Network(checkpoint, config),
        StyleGan3Config config => new StyleGan3Network(checkpoint, config),
        var other => throw new ModelFormatException($"{checkpoint.Source}: networks of the kind {other.GetType().Name} aren't supported."),
    };
}
