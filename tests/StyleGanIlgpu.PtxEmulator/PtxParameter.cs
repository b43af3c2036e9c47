namespace StyleGanIlgpu.PtxEmulator;

/// <summary>A parameter of a kernel: where it lies in the packed parameter buffer, in bytes.</summary>
public sealed record PtxParameter(string Name, int Offset, int Size, int Alignment);
