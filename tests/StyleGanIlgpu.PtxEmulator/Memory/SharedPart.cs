namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>One array of shared memory, or the dynamic part of it: what an access must lie inside of.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct SharedPart(string Name, int Start, int Bytes)
{
    public int End => Start + Bytes;
}
