namespace StyleGanIlgpu.PtxEmulator.Memory;

internal enum MemorySpace
{
    Global,
    Shared,
    Local,
    Parameter,
    Generic,
}
