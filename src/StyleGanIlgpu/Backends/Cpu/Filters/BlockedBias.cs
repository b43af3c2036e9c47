using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>A bias per channel in whole blocks, zeros where there is no channel or no bias.</summary>
internal sealed unsafe class BlockedBias
{
    private readonly float[]? zeros;
    private readonly float* values;
    private readonly int blocks;

    public BlockedBias(Parameter? bias, int channels, CpuCompilation c)
    {
        blocks = CpuLayout.Blocks(channels);
        if (bias is null)
        {
            zeros = GC.AllocateArray<float>(blocks * SimdLevel.Lanes, pinned: true);
            values = (float*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(zeros, 0);
            return;
        }
        if (bias.Values.Length != channels)
            throw new ArgumentException($"{bias} is no bias of {channels} channels.", nameof(bias));
        values = c.Prepare(bias, "blocks", blocks * SimdLevel.Lanes, (stored, prepared) => stored.CopyTo(new Span<float>(prepared, channels))).Values;
    }

    /// <summary>The vector of a plane, planes counted over samples and blocks.</summary>
    public float* OfPlane(int plane) => values + plane % blocks * SimdLevel.Lanes;
}
