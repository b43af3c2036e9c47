namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// gain * leaky ReLU, then a clamp, as After * clamp(max(v', Slope * v')) with v' = Before * v. Gains are positively homogeneous, so they go
/// before; a negative gain or a slope above 1 turns the maximum into a minimum, which is a maximum between two changes of sign.
/// </summary>
internal sealed unsafe class LeakyRelu
{
    private readonly float[] constants = GC.AllocateArray<float>(3 * SimdLevel.Lanes, pinned: true);

    public LeakyRelu(double gain, double slope, double? clamp)
    {
        var isMaximum = slope <= 1 == gain >= 0;
        Before = isMaximum ? gain : -gain;
        After = isMaximum ? 1 : -1;
        var bound = (float)(clamp ?? double.PositiveInfinity);
        constants.AsSpan(0, SimdLevel.Lanes).Fill((float)slope);
        constants.AsSpan(SimdLevel.Lanes, SimdLevel.Lanes).Fill(bound);
        constants.AsSpan(2 * SimdLevel.Lanes).Fill(-bound);
    }

    /// <summary>Factor on what goes in.</summary>
    public double Before { get; }

    /// <summary>Factor on what comes out, 1 or -1.</summary>
    public double After { get; }

    /// <summary>Vectors of the slope, the upper and the lower bound.</summary>
    public float* Constants => (float*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(constants, 0);
}
