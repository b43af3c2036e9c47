using System.Runtime.InteropServices;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>A <c>cp.async</c> of a warp that nobody has waited for yet: what its lanes copy, from where, to where, in which of their groups.</summary>
internal sealed unsafe class PendingCopy : IDisposable
{
    private const int GroupsAt = 0, SizesAt = 128, TargetsAt = 256, SourcesAt = 512, DataAt = 768, AllBytes = DataAt + 512;
    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(AllBytes, 64);

    /// <summary>The site of the read; that of the write follows.</summary>
    public int Site { get; set; }

    /// <summary>Lanes whose bytes are in flight.</summary>
    public uint Lanes { get; set; }

    public int* Groups => (int*)(_memory + GroupsAt);

    /// <summary>Bytes that are read; the others are zeros.</summary>
    public int* Sizes => (int*)(_memory + SizesAt);

    /// <summary>Offsets in shared memory.</summary>
    public long* Targets => (long*)(_memory + TargetsAt);

    public byte** Sources => (byte**)(_memory + SourcesAt);

    /// <summary>16 bytes of each lane, as they were when the copy was issued.</summary>
    public byte* Data => _memory + DataAt;

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
