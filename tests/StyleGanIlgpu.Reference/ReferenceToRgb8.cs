using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Pictures to bytes by the published rules, in the float32 arithmetic that they are published in.</summary>
internal static class ReferenceToRgb8
{
    public static Nchw Run(ToRgb8 op, ReferenceSession session) => session[op.Input].Map((value, _) => ToByte((float)value, op.Rule));

    private static byte ToByte(float x, ByteRule rule)
    {
        float scaled;
        if (rule == ByteRule.StyleGan)
        {
            scaled = x * 127.5f;
            scaled += 128;
        }
        else
        {
            scaled = x + 1;
            scaled = scaled * 255 / 2;
        }
        return (byte)Math.Clamp(scaled, 0, 255);
    }
}
