namespace StyleGanIlgpu.Numerics;

/// <summary>
/// MT19937 (Matsumoto and Nishimura, 1998): 32-bit words from a state of 624, seeded by Knuth's multiplier 1812433253.
/// Not thread-safe.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Middle = 397;
    private const uint UpperBit = 0x80000000;
    private const uint Twist = 0x9908b0df;

    private readonly uint[] state = new uint[Length];
    private int position;

    public MersenneTwister(uint seed) => Reseed(seed);

    /// <summary>Starts over, as a new generator of this seed.</summary>
    public void Reseed(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < Length; i++)
            state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
        position = Length;
    }

    /// <summary>The next word, uniform over all 32-bit values.</summary>
    public uint NextUInt32()
    {
        if (position == Length)
            Regenerate();
        var word = state[position++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Regenerate()
    {
        for (var i = 0; i < Length; i++)
        {
            var joined = (state[i] & UpperBit) | (state[(i + 1) % Length] & ~UpperBit);
            state[i] = state[(i + Middle) % Length] ^ (joined >> 1) ^ ((joined & 1) == 0 ? 0 : Twist);
        }
        position = 0;
    }
}
