namespace StyleGanIlgpu;

/// <summary>How a value x of a picture, nominally in [-1, 1], becomes a byte. Both clamp to 0..255 and then truncate.</summary>
public enum ByteRule
{
    /// <summary>x * 127.5 + 128, the rule of StyleGAN2 and StyleGAN3's image scripts.</summary>
    StyleGan,

    /// <summary>(x + 1) * 255 / 2, the rule of StyleGAN-XL's script and of the projectors; half a step darker.</summary>
    Xl,
}
