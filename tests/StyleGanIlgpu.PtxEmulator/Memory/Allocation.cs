using System.Runtime.InteropServices;

namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>A piece of emulated global memory with what is known of each byte and, during a launch, of each word.</summary>
internal sealed unsafe class Allocation
{
    private readonly Lock _lock = new();
    private volatile RaceShadow? _ofWords, _ofBytes;

    public Allocation(ulong address, long bytes, string name, bool fill = true)
    {
        (Address, Bytes, Name, Whole, WholeBytes) = (address, bytes, name, address, bytes);
        var padded = (nuint)((bytes + 63) / 32 * 32);
        Host = (byte*)NativeMemory.AlignedAlloc(padded, 64);
        // What was never written then shows in results even where nobody checks.
        if (fill)
            NativeMemory.Fill(Host, padded, 0xFF);
        Sectors = (bytes + 31) / 32;
        Initialised = (uint*)NativeMemory.AllocZeroed((nuint)Sectors + 1, sizeof(uint));
        ReadMarks = (byte*)NativeMemory.AllocZeroed((nuint)Sectors + 1);
        WriteMarks = (byte*)NativeMemory.AllocZeroed((nuint)Sectors + 1);
    }

    public ulong Address { get; }

    public long Bytes { get; }

    public string Name { get; }

    /// <summary>Where the memory starts that this is a part of; its own address where it is whole.</summary>
    public ulong Whole { get; init; }

    /// <summary>Bytes of that memory.</summary>
    public long WholeBytes { get; init; }

    public long Sectors { get; }

    public bool IsFreed { get; private set; }

    public byte* Host { get; private set; }

    /// <summary>A bit for each byte that was written, a word for each 32-byte sector.</summary>
    public uint* Initialised { get; private set; }

    /// <summary>For each sector the number of the launch that last read it.</summary>
    public byte* ReadMarks { get; private set; }

    /// <summary>For each sector the number of the launch that last wrote it.</summary>
    public byte* WriteMarks { get; private set; }

    /// <summary>Who touched which granule, of 4 bytes or of 1, in this launch; made when first needed.</summary>
    public RaceShadow Shadow(int granule) => (granule == 1 ? _ofBytes : _ofWords) ?? MakeShadow(granule);

    /// <summary>Launch numbers are small and start again at times: then all marks go.</summary>
    public void ForgetLaunches()
    {
        if (IsFreed)
            return;
        NativeMemory.Clear(ReadMarks, (nuint)Sectors);
        NativeMemory.Clear(WriteMarks, (nuint)Sectors);
        _ofWords?.Clear();
        _ofBytes?.Clear();
    }

    public void MarkInitialised(long offset, long bytes)
    {
        for (var at = offset; at < offset + bytes;)
        {
            var bit = (int)(at & 31);
            var count = (int)Math.Min(32 - bit, offset + bytes - at);
            Initialised[at >> 5] |= (count == 32 ? uint.MaxValue : (1u << count) - 1) << bit;
            at += count;
        }
    }

    public void Free()
    {
        if (IsFreed)
            return;
        IsFreed = true;
        NativeMemory.AlignedFree(Host);
        NativeMemory.Free(Initialised);
        NativeMemory.Free(ReadMarks);
        NativeMemory.Free(WriteMarks);
        _ofWords?.Dispose();
        _ofBytes?.Dispose();
        Host = null;
    }

    private RaceShadow MakeShadow(int granule)
    {
        lock (_lock)
        {
            if (granule == 1)
                return _ofBytes ??= new RaceShadow(Bytes + 8);
            return _ofWords ??= new RaceShadow((Bytes / 4) + 8);
        }
    }
}
