namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The blocks of a StyleGAN2's synthesis, one per resolution from 4 up.</summary>
internal static class SynthesisBlocks
{
    /// <summary>Up to 16384 pixels a side, as configurations go.</summary>
    public const int Most = 13;

    /// <summary>Canonical name: "synthesis.b4" for 0, "synthesis.b8" for 1.</summary>
    public static string Name(int index) => $"synthesis.b{4 << index}";

    /// <exception cref="ModelFormatException">There are more than pictures can have.</exception>
    public static int Checked(int count, string source) =>
        count <= Most ? count : throw new ModelFormatException($"{source}: the generator has layers for {count} resolutions, expected at most {Most}.");
}
