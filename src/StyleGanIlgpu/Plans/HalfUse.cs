namespace StyleGanIlgpu.Plans;

/// <summary>Whether maps may be kept in float16.</summary>
internal enum HalfUse
{
    /// <summary>Pictures, rows and inputs.</summary>
    Never,

    /// <summary>Only where float16 was asked for by name.</summary>
    ByName,

    /// <summary>Also where the precisions of the checkpoint are followed: its own GPU code keeps them in float16, or casts them to it when it reads them.</summary>
    Official,
}
