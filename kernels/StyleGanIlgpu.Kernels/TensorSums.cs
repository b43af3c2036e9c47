using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>The sums of a warp: up to 64 pixels of 32 channels, a row 16 pixels. Named fields, since only those become registers.</summary>
internal struct TensorSums
{
    public TensorSumRow R0;
    public TensorSumRow R1;
    public TensorSumRow R2;
    public TensorSumRow R3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TTile>(TensorSums other)
        where TTile : struct, ITensorTile
    {
        R0.Add(other.R0);
        R1.Add(other.R1);
        if (TTile.RowTiles == 4)
        {
            R2.Add(other.R2);
            R3.Add(other.R3);
        }
    }

    /// <summary>Lays the sums down as [pixel][channel].</summary>
    /// <param name="target">Where this lane's first sum goes.</param>
    /// <param name="pitch">Pairs from a pixel to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TTile>(ArrayView<Float2> target, int pitch)
        where TTile : struct, ITensorTile
    {
        R0.Store(target, 0, pitch);
        R1.Store(target, 16 * pitch, pitch);
        if (TTile.RowTiles == 4)
        {
            R2.Store(target, 32 * pitch, pitch);
            R3.Store(target, 48 * pitch, pitch);
        }
    }
}

/// <summary>16 pixels of 32 channels: four fragments of 16 x 8.</summary>
internal struct TensorSumRow
{
    public Float4 C0;
    public Float4 C1;
    public Float4 C2;
    public Float4 C3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TensorSumRow other)
    {
        C0 = QuadMath.Add(C0, other.C0);
        C1 = QuadMath.Add(C1, other.C1);
        C2 = QuadMath.Add(C2, other.C2);
        C3 = QuadMath.Add(C3, other.C3);
    }

    /// <summary>Adds products of pixels and of weights, in tf32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyTf32(Words4 pixels, Words4 weights0, Words4 weights1)
    {
        C0 = TensorCore.MultiplyTf32(pixels, weights0.X, weights0.Y, C0);
        C1 = TensorCore.MultiplyTf32(pixels, weights0.Z, weights0.W, C1);
        C2 = TensorCore.MultiplyTf32(pixels, weights1.X, weights1.Y, C2);
        C3 = TensorCore.MultiplyTf32(pixels, weights1.Z, weights1.W, C3);
    }

    /// <summary>Adds products of pixels and of weights, in float16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyHalf(Words4 pixels, Words4 weights0, Words4 weights1)
    {
        C0 = TensorCore.MultiplyHalf(pixels, weights0.X, weights0.Y, C0);
        C1 = TensorCore.MultiplyHalf(pixels, weights0.Z, weights0.W, C1);
        C2 = TensorCore.MultiplyHalf(pixels, weights1.X, weights1.Y, C2);
        C3 = TensorCore.MultiplyHalf(pixels, weights1.Z, weights1.W, C3);
    }

    /// <summary>A lane holds two neighbouring channels of a pixel, and of the pixel eight further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ArrayView<Float2> target, int at, int pitch)
    {
        Store(target, at, pitch, C0);
        Store(target, at + 4, pitch, C1);
        Store(target, at + 8, pitch, C2);
        Store(target, at + 12, pitch, C3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ArrayView<Float2> target, int at, int pitch, Float4 sums)
    {
        target[at] = new Float2 { X = sums.X, Y = sums.Y };
        target[at + (8 * pitch)] = new Float2 { X = sums.Z, Y = sums.W };
    }
}

/// <summary>Two neighbouring channels.</summary>
internal struct Float2
{
    public float X;
    public float Y;
}
