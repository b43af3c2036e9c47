namespace StyleGanIlgpu;

/// <summary>Where the per-pixel noise of StyleGAN1 and 2 comes from; StyleGAN3 has none.</summary>
public enum NoiseMode
{
    /// <summary>The noise stored in the checkpoint: the same picture every time.</summary>
    Const,

    /// <summary>Standard normal by Philox4x32-10 from <see cref="SynthesisOptions.NoiseSeed"/>: the same on every engine.</summary>
    Random,

    /// <summary>No noise.</summary>
    None,
}
