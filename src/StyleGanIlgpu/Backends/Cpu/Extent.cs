namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>A range [Begin, End).</summary>
internal readonly record struct Extent(int Begin, int End)
{
    public int Length => Math.Max(0, End - Begin);
}
