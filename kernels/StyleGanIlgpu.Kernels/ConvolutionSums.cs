using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The sums of a thread: 8 pixels of 8 channels, a row a pixel. Named fields, since only those become registers; those that a smaller tile leaves
/// alone vanish.
/// </summary>
internal struct ConvolutionSums
{
    private Float4 a0;
    private Float4 a1;
    private Float4 a2;
    private Float4 a3;
    private Float4 a4;
    private Float4 a5;
    private Float4 a6;
    private Float4 a7;
    private Float4 b0;
    private Float4 b1;
    private Float4 b2;
    private Float4 b3;
    private Float4 b4;
    private Float4 b5;
    private Float4 b6;
    private Float4 b7;

    /// <summary>The first pixel's first quad of channels.</summary>
    public readonly Float4 First => a0;

    /// <summary>The first pixel's second quad of channels.</summary>
    public readonly Float4 Second => b0;

    /// <summary>Adds one input channel's share: four or eight pixels times four or eight weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TTile>(Float4 pixels0, Float4 pixels1, Float4 weights0, Float4 weights1)
        where TTile : struct, IConvolutionTile
    {
        a0 = QuadMath.MultiplyAdd(weights0, pixels0.X, a0);
        a1 = QuadMath.MultiplyAdd(weights0, pixels0.Y, a1);
        a2 = QuadMath.MultiplyAdd(weights0, pixels0.Z, a2);
        a3 = QuadMath.MultiplyAdd(weights0, pixels0.W, a3);
        if (TTile.PixelQuads == 2)
        {
            a4 = QuadMath.MultiplyAdd(weights0, pixels1.X, a4);
            a5 = QuadMath.MultiplyAdd(weights0, pixels1.Y, a5);
            a6 = QuadMath.MultiplyAdd(weights0, pixels1.Z, a6);
            a7 = QuadMath.MultiplyAdd(weights0, pixels1.W, a7);
        }
        if (TTile.ChannelQuads == 2)
        {
            b0 = QuadMath.MultiplyAdd(weights1, pixels0.X, b0);
            b1 = QuadMath.MultiplyAdd(weights1, pixels0.Y, b1);
            b2 = QuadMath.MultiplyAdd(weights1, pixels0.Z, b2);
            b3 = QuadMath.MultiplyAdd(weights1, pixels0.W, b3);
            if (TTile.PixelQuads == 2)
            {
                b4 = QuadMath.MultiplyAdd(weights1, pixels1.X, b4);
                b5 = QuadMath.MultiplyAdd(weights1, pixels1.Y, b5);
                b6 = QuadMath.MultiplyAdd(weights1, pixels1.Z, b6);
                b7 = QuadMath.MultiplyAdd(weights1, pixels1.W, b7);
            }
        }
    }

    /// <summary>Leaves the sums of four pixels and four channels to be added by another thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ArrayView<Float4> target, int at, int stride)
    {
        target[at] = a0;
        target[at + stride] = a1;
        target[at + (2 * stride)] = a2;
        target[at + (3 * stride)] = a3;
    }

    /// <summary>Adds what <see cref="Store"/> left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddStored(ArrayView<Float4> source, int at, int stride)
    {
        a0 = QuadMath.Add(a0, source[at]);
        a1 = QuadMath.Add(a1, source[at + stride]);
        a2 = QuadMath.Add(a2, source[at + (2 * stride)]);
        a3 = QuadMath.Add(a3, source[at + (3 * stride)]);
    }

    /// <summary>Brings the next pixel to the front: a loop over pixels needs no code for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        a0 = a1;
        a1 = a2;
        a2 = a3;
        a3 = a4;
        a4 = a5;
        a5 = a6;
        a6 = a7;
        b0 = b1;
        b1 = b2;
        b2 = b3;
        b3 = b4;
        b4 = b5;
        b5 = b6;
        b6 = b7;
    }
}
