namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Where arithmetic of halves through single precision would be rounded twice.</summary>
public class HalfArithmeticTests
{
    /// <summary>
    /// (1 + 2^-10) 2^-5 times (1 - 2^-10) 2^-6 lies below half a unit of 1 + 2^-10, by less than single precision shows beside it: 1 + 2^-10 stays,
    /// and doesn't become its even neighbour 1 + 2^-9.
    /// </summary>
    [Theory]
    [InlineData("fma.rn.f16")]
    [InlineData("fma.rn.f16x2")]
    public void A_fused_multiply_add_is_rounded_once(string instruction)
    {
        uint Bits(double value) => BitConverter.HalfToUInt16Bits((Half)value);
        var (a, b, c) = (Bits((1 + Math.Pow(2, -10)) / 32), Bits((1 - Math.Pow(2, -10)) / 64), Bits(1 + Math.Pow(2, -10)));
        var isPair = instruction.EndsWith("x2", StringComparison.Ordinal);
        // In the upper half the mirror image, which an addition would round downwards.
        string Move(string register, uint bits, uint sign) => isPair
            ? $"mov.b32 %r1{register}, {(bits ^ sign) << 16 | bits};\n"
            : $"mov.b16 %rs{register}, {bits};\n";
        var body = Move("1", a, 0x8000) + Move("2", b, 0) + Move("3", c, 0x8000)
            + (isPair ? $"{instruction} %r10, %r11, %r12, %r13;\n" : $"{instruction} %rs4, %rs1, %rs2, %rs3;\nmov.b32 %r10, {{%rs4, %rs4}};\n")
            + "st.global.b32 [%rd4], %r10;\nret;";
        var result = BitConverter.SingleToUInt32Bits(HandwrittenKernel.Results(body)[0]);
        Assert.Equal(c, result & 0xFFFF);
        Assert.Equal(isPair ? c ^ 0x8000 : c, result >> 16);
    }
}
