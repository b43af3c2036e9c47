using System.Numerics;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>A set of registers by number, that knows how many 32-bit registers it needs.</summary>
internal sealed class LiveSet(RegisterKind[] kinds)
{
    private readonly ulong[] _bits = new ulong[(kinds.Length / 64) + 1];

    /// <summary>32-bit registers; predicates have their own.</summary>
    public int Words { get; private set; }

    public void Add(int register)
    {
        if ((_bits[register >> 6] >> register & 1) != 0)
            return;
        _bits[register >> 6] |= 1ul << register;
        Words += WordsOf(kinds[register]);
    }

    public void Remove(int register)
    {
        if ((_bits[register >> 6] >> register & 1) == 0)
            return;
        _bits[register >> 6] &= ~(1ul << register);
        Words -= WordsOf(kinds[register]);
    }

    public void CopyFrom(LiveSet other)
    {
        other._bits.CopyTo(_bits, 0);
        Words = other.Words;
    }

    public void AddAll(LiveSet other)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var more = other._bits[i] & ~_bits[i]; more != 0; more &= more - 1)
                Add((64 * i) + BitOperations.TrailingZeroCount(more));
        }
    }

    public bool SetEquals(LiveSet other) => _bits.AsSpan().SequenceEqual(other._bits);

    public IEnumerable<int> Members()
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var rest = _bits[i]; rest != 0; rest &= rest - 1)
                yield return (64 * i) + BitOperations.TrailingZeroCount(rest);
        }
    }

    private static int WordsOf(RegisterKind kind) => kind switch { RegisterKind.Predicate => 0, RegisterKind.Bits64 => 2, _ => 1 };
}
