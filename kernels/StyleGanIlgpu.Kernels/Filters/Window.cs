using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>The 12 raised samples of a row that one output meets.</summary>
internal struct Window
{
    public float W0;
    public float W1;
    public float W2;
    public float W3;
    public float W4;
    public float W5;
    public float W6;
    public float W7;
    public float W8;
    public float W9;
    public float W10;
    public float W11;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Window Of(float w0, float w1, float w2, float w3, float w4, float w5, float w6, float w7, float w8, float w9, float w10, float w11) => new()
    {
        W0 = w0,
        W1 = w1,
        W2 = w2,
        W3 = w3,
        W4 = w4,
        W5 = w5,
        W6 = w6,
        W7 = w7,
        W8 = w8,
        W9 = w9,
        W10 = w10,
        W11 = w11,
    };
}
