using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>A bias per channel in whole blocks, zeros where there is no channel or no bias.</summary>
internal sealed unsafe class BlockedBias
{
    private static readonly float[] Zeros = GC.AllocateArray<float>(SimdLevel.Lanes, pinned: true);

    private readonly float* values;
    private readonly int blocks;

    public BlockedBias(Parameter? bias, int channels, CpuCompilation c)
    {
        blocks = bias is null ? 1 : CpuLayout.Blocks(channels);
        values = NoBias;
        if (bias is null)
            return;
        if (bias.Values.Length != channels)
            throw new ArgumentException($"{bias} is no bias of {channels} channels.", nameof(bias));
        values = c.Prepare(bias, "blocks", blocks * SimdLevel.Lanes, (stored, prepared) => stored.CopyTo(new Span<float>(prepared, channels))).Values;
    }

    /// <summary>A vector of zeros.</summary>
    public static float* NoBias => (float*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(Zeros, 0);

    /// <summary>The vector of a plane, planes counted over samples and blocks.</summary>
    public float* OfPlane(int plane) => values + plane % blocks * SimdLevel.Lanes;
}
