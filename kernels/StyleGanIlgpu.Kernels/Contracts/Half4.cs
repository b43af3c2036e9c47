namespace StyleGanIlgpu.Kernels;

/// <summary>Four neighbouring channels of one pixel in float16 (8 bytes, aligned to 8), two in a word, the first in its low half.</summary>
partial struct Half4
{
    /// <summary>The first and the second channel.</summary>
    public uint XY;

    /// <summary>The third and the fourth channel.</summary>
    public uint ZW;
}
