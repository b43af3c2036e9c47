namespace StyleGanIlgpu.Kernels;

/// <summary>Four neighbouring channels of one pixel: what a thread loads or stores at once (16 bytes, aligned to 16).</summary>
partial struct Float4
{
    /// <summary>The first channel.</summary>
    public float X;

    /// <summary>The second channel.</summary>
    public float Y;

    /// <summary>The third channel.</summary>
    public float Z;

    /// <summary>The fourth channel.</summary>
    public float W;

    /// <summary>Floats in a quad.</summary>
    public const int Length = 4;

    /// <summary>Quads that hold so many channels; the last may be part empty.</summary>
    public static int Count(int channels) => (channels + Length - 1) / Length;
}
