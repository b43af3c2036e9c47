using System.Numerics;

namespace StyleGanIlgpu.Numerics;

/// <summary>
/// numpy.random.RandomState(seed): the same stream, draw for draw. The official scripts take their latents, classes and shuffles from it,
/// so these numbers are what makes a seed mean the same picture everywhere. Not thread-safe.
/// </summary>
internal sealed class NumPyRandom
{
    /// <summary>The largest seed; the smallest is 0.</summary>
    public const long MaxSeed = uint.MaxValue;

    private readonly MersenneTwister words;
    private double kept;
    private bool isKept;

    /// <summary>A stream of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed isn't in 0..2^32 - 1.</exception>
    public NumPyRandom(long seed) => words = new MersenneTwister(Checked(seed));

    /// <summary>Starts over, as a new generator of this seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed isn't in 0..2^32 - 1.</exception>
    public void Reseed(long seed)
    {
        words.Reseed(Checked(seed));
        isKept = false;
    }

    /// <summary>The next raw word.</summary>
    public uint NextUInt32() => words.NextUInt32();

    /// <summary>random_sample(): uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform()
    {
        var high = words.NextUInt32() >> 5;
        var low = words.NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>
    /// standard_normal(): Marsaglia's polar method. Draws come in pairs, the second point first; the other is kept for the next call.
    /// </summary>
    public double StandardNormal()
    {
        if (isKept)
        {
            isKept = false;
            return kept;
        }
        double x, y, square;
        do
        {
            x = 2 * Uniform() - 1;
            y = 2 * Uniform() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        kept = scale * x;
        isKept = true;
        return scale * y;
    }

    /// <summary>randn(values.Length).</summary>
    public void StandardNormal(Span<double> values)
    {
        foreach (ref var value in values)
            value = StandardNormal();
    }

    /// <summary>randn(values.Length) as float32, each draw rounded from double: how the official code makes z.</summary>
    public void StandardNormal(Span<float> values)
    {
        foreach (ref var value in values)
            value = (float)StandardNormal();
    }

    /// <summary>randint(high): uniform in [0, high), by masking and rejecting. Up to 2^32 values take 32-bit draws, more take 64-bit ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> isn't positive.</exception>
    public long Integer(long high)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(high);
        return (long)UpTo((ulong)high - 1);
    }

    /// <summary>permutation(values.Length): 0, 1, ... in random order.</summary>
    public void Permutation(Span<int> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = i;
        Shuffle(values);
    }

    /// <summary>shuffle(values): exchanges every element, from the last to the second, with one at or before it.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = (int)UpTo((ulong)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private ulong UpTo(ulong largest)
    {
        if (largest == 0)
            return 0;
        var mask = ulong.MaxValue >> BitOperations.LeadingZeroCount(largest);
        ulong value;
        do
            value = (largest <= uint.MaxValue ? words.NextUInt32() : ((ulong)words.NextUInt32() << 32) | words.NextUInt32()) & mask;
        while (value > largest);
        return value;
    }

    private static uint Checked(long seed) =>
        seed is >= 0 and <= MaxSeed
            ? (uint)seed
            : throw new ArgumentOutOfRangeException(nameof(seed), seed, $"A seed must be in 0..{MaxSeed}.");
}
