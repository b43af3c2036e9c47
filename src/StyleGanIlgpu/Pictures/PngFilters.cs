using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.Pictures;

/// <summary>
/// PNG's row filters: each byte minus a prediction from its neighbours, left (a), above (b) and above left (c). Encoding reads the picture
/// itself, never filtered bytes, so every filter is a straight vector loop. The filter taken for a row is the one whose bytes, as signed
/// numbers, have the least sum of magnitudes: they compress best.
/// </summary>
internal sealed class PngFilters
{
    private const int Lanes = 32;

    private readonly int rowBytes;
    private readonly int pixelBytes;
    private readonly byte[][] filtered;
    private byte[] current;
    private byte[] above;

    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="pixelBytes">Bytes of a pixel: the distance to the left neighbour.</param>
    public PngFilters(int rowBytes, int pixelBytes)
    {
        (this.rowBytes, this.pixelBytes) = (rowBytes, pixelBytes);
        // Zeros before the row are its left neighbours; the space after it lets the last vector run over.
        var padded = Lanes + rowBytes + Lanes;
        (current, above) = (new byte[padded], new byte[padded]);
        filtered = [new byte[padded], new byte[padded], new byte[padded], new byte[padded]];
    }

    /// <summary>The filters' numbers in the file, in the order tried. Type 0, no filter, hardly ever suits a picture.</summary>
    private static ReadOnlySpan<byte> Types => [1, 2, 3, 4];

    /// <summary>Filters the next row of the picture, from the top.</summary>
    /// <returns>The filter's type, then the filtered row; overwritten by the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        (current, above) = (above, current);
        row.CopyTo(current.AsSpan(Lanes));
        var sums = (Sub: Vector256<ushort>.Zero, Up: Vector256<ushort>.Zero, Average: Vector256<ushort>.Zero, Paeth: Vector256<ushort>.Zero);
        Span<long> totals = stackalloc long[4];
        totals.Clear();
        for (var i = 0; i < rowBytes; i += Lanes)
        {
            ref var here = ref current[Lanes + i];
            var x = Vector256.LoadUnsafe(ref here);
            var a = Vector256.LoadUnsafe(ref current[Lanes + i - pixelBytes]);
            var b = Vector256.LoadUnsafe(ref above[Lanes + i]);
            var c = Vector256.LoadUnsafe(ref above[Lanes + i - pixelBytes]);
            sums.Sub += Keep(x - a, ref filtered[0][Lanes + i]);
            sums.Up += Keep(x - b, ref filtered[1][Lanes + i]);
            sums.Average += Keep(x - Mean(a, b), ref filtered[2][Lanes + i]);
            sums.Paeth += Keep(x - Paeth(a, b, c), ref filtered[3][Lanes + i]);
            // A lane grows by at most 256 a step; it holds 255 of them.
            if (i / Lanes % 128 == 127 || i + Lanes >= rowBytes)
            {
                totals[0] += Total(sums.Sub);
                totals[1] += Total(sums.Up);
                totals[2] += Total(sums.Average);
                totals[3] += Total(sums.Paeth);
                sums = default;
            }
        }
        var best = 0;
        for (var i = 1; i < totals.Length; i++)
        {
            if (totals[i] < totals[best])
                best = i;
        }
        filtered[best][Lanes - 1] = Types[best];
        return filtered[best].AsSpan(Lanes - 1, 1 + rowBytes);
    }

    /// <summary>Stores filtered bytes and gives their magnitudes as signed numbers, in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Keep(Vector256<byte> value, ref byte target)
    {
        value.StoreUnsafe(ref target);
        var magnitude = Vector256.Min(value, Vector256<byte>.Zero - value).AsUInt16();
        return (magnitude & Vector256.Create((ushort)0xff)) + (magnitude >> 8);
    }

    /// <summary>(a + b) / 2, rounded down, without the carry that a byte has no room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Mean(Vector256<byte> a, Vector256<byte> b) => (a & b) + ((a ^ b) >> 1);

    /// <summary>
    /// Whichever of a, b, c is nearest to p = a + b - c; the first of them in a tie. The distances are |b - c|, |a - c| and |b - c + a - c|:
    /// the last is the sum of the others where c is on the same side of both, else their difference, so bytes suffice.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Paeth(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c)
    {
        var toA = Vector256.Max(b, c) - Vector256.Min(b, c);
        var toB = Vector256.Max(a, c) - Vector256.Min(a, c);
        var larger = Vector256.Max(toA, toB);
        var smaller = Vector256.Min(toA, toB);
        var cAboveA = Vector256.Equals(Vector256.Max(a, c), c);
        var cAboveB = Vector256.Equals(Vector256.Max(b, c), c);
        var between = cAboveA ^ cAboveB;
        // Where c isn't between a and b, p is at least as far from c as from either.
        var toC = Vector256.ConditionalSelect(between, larger - smaller, larger);
        var bOrC = Vector256.ConditionalSelect(Vector256.Equals(Vector256.Min(toB, toC), toB), b, c);
        return Vector256.ConditionalSelect(Vector256.Equals(smaller, toA) & Vector256.Equals(Vector256.Min(toA, toC), toA), a, bOrC);
    }

    private static long Total(Vector256<ushort> sums)
    {
        var (low, high) = Vector256.Widen(sums);
        return Vector256.Sum(low) + (long)Vector256.Sum(high);
    }
}
