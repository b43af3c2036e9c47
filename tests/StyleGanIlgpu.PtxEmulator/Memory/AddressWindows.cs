namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>Where shared and local memory appear among generic addresses; global addresses are generic as they are.</summary>
internal static class AddressWindows
{
    public const ulong Bytes = 1 << 24;
    public const ulong Shared = 0x7F00_0000_0000_0000, Local = 0x7E00_0000_0000_0000, Mask = 0xFF00_0000_0000_0000;
}
