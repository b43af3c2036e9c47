namespace StyleGanIlgpu.Kernels;

/// <summary>Four neighbouring channels of one pixel: what a thread loads or stores at once (16 bytes, aligned to 16).</summary>
partial struct Float4
{
    public float X;
    public float Y;
    public float Z;
    public float W;

    /// <summary>Floats in a quad.</summary>
    public const int Length = 4;

    /// <summary>Quads that hold so many channels; the last may be part empty.</summary>
    public static int Count(int channels) => (channels + Length - 1) / Length;
}
