using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Bit patterns at which instructions differ: ends of integer ranges, shifts by the width and more, NaN, infinities, denormals, -0.</summary>
internal static class EdgeValues
{
    private static readonly ulong[] Small = [0, 1, 2, 3, 5, 7, 15, 16, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 0x0808, 0x1020];

    private static readonly ulong[] Bits16 =
    [
        0x7FFF, 0x8000, 0x8001, 0xFFFF, 0xFFFE, 0xFF80,
        // Half precision: least denormal, greatest denormal, least normal, 1, -1, 1.5, greatest, infinities, NaN.
        0x0001, 0x03FF, 0x0400, 0x83FF, 0x3C00, 0xBC00, 0x3E00, 0x7BFF, 0x7C00, 0xFC00, 0x7E00,
    ];

    private static readonly ulong[] Bits32 =
    [
        0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FF80, 0xFFFF_8000, 0x0001_0000, 0x0000_FFFF, 0x7654_3210,
        // Single precision: denormals, least normal, +-1, halves, about 1e-40, greatest, infinities, NaNs, powers of two around integer ranges.
        0x0000_0001, 0x8000_0001, 0x007F_FFFF, 0x807F_FFFF, 0x0080_0000, 0x8080_0000, 0x3F80_0000, 0xBF80_0000, 0x3F00_0000, 0xBF00_0000,
        0x3FC0_0000, 0x4020_0000, 0xC020_0000, 0x3F7F_FFFF, 0x3F80_0001, 0x0001_1640, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x7F80_0000, 0xFF80_0000,
        0x7FC0_0000, 0xFFC0_0001, 0x7F80_0001, 0x4EFF_FFFF, 0x4F00_0000, 0xCF00_0000, 0x4F7F_FFFF, 0x4F80_0000, 0x5F00_0000, 0x5F80_0000,
        0x437F_0000, 0x4380_0000, 0xC300_0000, 0x477F_E000, 0x4780_0000, 0x3340_0000, 0x4049_0FDB, 0x42C8_0000, 0xC2FE_0000, 0x4300_0000,
    ];

    private static readonly ulong[] Bits64 =
    [
        0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0x8000_0000_0000_0001,
        0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_8000_0000, 0x0123_4567_89AB_CDEF,
        // Double precision.
        0x0010_0000_0000_0000, 0x000F_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x3FE0_0000_0000_0000,
        0x3FF8_0000_0000_0000, 0x4004_0000_0000_0000, 0xC004_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000,
        0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 0x41DF_FFFF_FFC0_0000, 0x41E0_0000_0000_0000, 0x41F0_0000_0000_0000,
        0x43E0_0000_0000_0000, 0x43F0_0000_0000_0000, 0xC3E0_0000_0000_0000, 0x47EF_FFFF_F000_0000, 0x3690_0000_0000_0000,
        0x3800_0000_0000_0000, 0x37F0_0000_0000_0000, 0x3FF0_0000_1000_0000, 0x3FF0_0000_3000_0000,
    ];

    public static ulong[] Of(RegisterKind kind, int random)
    {
        if (kind == RegisterKind.Predicate)
            return [0, 1];
        var generator = new Random(7 + random);
        var (special, mask) = kind switch
        {
            RegisterKind.Bits16 => (Bits16, (ulong)ushort.MaxValue),
            RegisterKind.Bits32 => (Bits32, uint.MaxValue),
            _ => (Bits64, ulong.MaxValue),
        };
        return [.. Small, .. special, .. Enumerable.Range(0, random).Select(_ => (ulong)generator.NextInt64(long.MinValue, long.MaxValue) & mask)];
    }

    /// <summary>All values of one operand; of two or three a sample, which has each edge in each place many times.</summary>
    public static ulong[][] Combinations(IReadOnlyList<RegisterKind> kinds)
    {
        var values = kinds.Select(kind => Of(kind, kinds.Count == 1 ? 200 : 10)).ToArray();
        if (kinds.Count == 1)
            return [.. values[0].Select(a => new[] { a })];
        var generator = new Random(11);
        var sample = Enumerable.Range(0, 2400).Select(_ => values.Select(of => of[generator.Next(of.Length)]).ToArray());
        // Equal operands hardly ever meet by chance.
        return [.. sample, .. values[0].Where(value => values.All(of => of.Contains(value))).Select(value => values.Select(_ => value).ToArray())];
    }
}
