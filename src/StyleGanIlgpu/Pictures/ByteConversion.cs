namespace StyleGanIlgpu.Pictures;

/// <summary>
/// Values of a picture to bytes by the published rules: float32 arithmetic, each operation rounded (no fused multiply-add), clamped to 0..255,
/// then truncated. A NaN becomes 0. Engines vectorise the same arithmetic.
/// </summary>
internal static class ByteConversion
{
    public static byte ToByte(float value, ByteRule rule) => rule == ByteRule.Xl ? Xl(value) : StyleGan(value);

    public static byte StyleGan(float value) => Truncate(value * 127.5f + 128);

    public static byte Xl(float value) => Truncate((value + 1) * 255 / 2);

    // Written so that a NaN fails the first comparison.
    private static byte Truncate(float value) => value > 0 ? value < 255 ? (byte)value : (byte)255 : (byte)0;
}
