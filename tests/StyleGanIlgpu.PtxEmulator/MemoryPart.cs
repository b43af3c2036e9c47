namespace StyleGanIlgpu.PtxEmulator;

/// <summary>A part of an allocation.</summary>
/// <param name="Offset">Bytes from the allocation's start, a multiple of 32.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Name">What it is, for faults.</param>
public readonly record struct MemoryPart(long Offset, long Bytes, string Name);
