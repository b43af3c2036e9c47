namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Where things lie in the block of memory that holds a warp's registers.</summary>
internal static class FrameLayout
{
    /// <summary>The active lanes as 32 words of 0 or -1.</summary>
    public const int Mask32 = 0;

    /// <summary>The same as 32 double words.</summary>
    public const int Mask64 = 128;

    /// <summary>The same as 32 half words.</summary>
    public const int Mask16 = 384;

    /// <summary>The active lanes as bits.</summary>
    public const int Active = 448;

    /// <summary>What was active before a predicated instruction.</summary>
    public const int ActiveBefore = 452;

    /// <summary>Four registers of the widest kind.</summary>
    public const int Scratch = 512;
    public const int ScratchBytes = 256;

    /// <summary>Special registers, 128 bytes each.</summary>
    public const int Special = Scratch + 4 * ScratchBytes;
    public const int SpecialBytes = 128;

    /// <summary>Order of the special registers.</summary>
    public static readonly IReadOnlyList<string> SpecialNames =
    [
        "%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y", "%ctaid.z",
        "%nctaid.x", "%nctaid.y", "%nctaid.z", "%laneid", "%warpid", "%nwarpid", "%dynamic_smem_size", "%total_smem_size",
        "%lanemask_eq", "%lanemask_le", "%lanemask_lt", "%lanemask_ge", "%lanemask_gt",
    ];

    public static readonly int Registers = Special + 32 * SpecialBytes;

    public static int SpecialOffset(string name)
    {
        for (var i = 0; i < SpecialNames.Count; i++)
        {
            if (SpecialNames[i] == name)
                return Special + i * SpecialBytes;
        }
        return -1;
    }
}
