using System.Runtime.InteropServices;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Literals spread over 32 lanes, at addresses that the compiled code holds.</summary>
internal sealed unsafe class ConstantPool : IDisposable
{
    private readonly Dictionary<(ulong Bits, int LaneBytes), nint> _places = [];

    /// <summary>A register full of a value; of 0 bytes for a predicate.</summary>
    public nint Get(ulong bits, int laneBytes)
    {
        if (_places.TryGetValue((bits, laneBytes), out var place))
            return place;
        var memory = (byte*)NativeMemory.AlignedAlloc(256, 64);
        switch (laneBytes)
        {
            case 0:
                *(uint*)memory = bits == 0 ? 0 : uint.MaxValue;
                break;
            case 2:
                new Span<ushort>(memory, 32).Fill((ushort)bits);
                break;
            case 4:
                new Span<uint>(memory, 32).Fill((uint)bits);
                break;
            default:
                new Span<ulong>(memory, 32).Fill(bits);
                break;
        }
        return _places[(bits, laneBytes)] = (nint)memory;
    }

    public void Dispose()
    {
        foreach (var place in _places.Values)
            NativeMemory.AlignedFree((void*)place);
        _places.Clear();
    }
}
