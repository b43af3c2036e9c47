namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary><c>mov.b64</c> between a double word and its two words.</summary>
internal static unsafe class Packing
{
    public static void Pack(byte* d, byte* low, byte* high)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((ulong*)d)[lane] = (ulong)((uint*)high)[lane] << 32 | ((uint*)low)[lane];
    }

    public static void Unpack(byte* d, byte* a, int shift)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((uint*)d)[lane] = (uint)(((ulong*)a)[lane] >> shift);
    }
}
