using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Tests.Numerics;

public class Philox4x32Tests
{
    /// <summary>The known answers that the authors publish with their Random123 library.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Known_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, string expected)
    {
        Philox4x32.Apply(ref c0, ref c1, ref c2, ref c3, k0, k1);

        Assert.Equal(expected, $"{c0:x8} {c1:x8} {c2:x8} {c3:x8}");
    }
}
