namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>
/// What a pickle may ask for. Real networks stay far below: 5 to 60 thousand opcodes, stacks of some hundred values, marks 40 deep.
/// A value takes up to about 100 bytes for one byte of file, so the count of opcodes is what bounds memory.
/// </summary>
internal static class PickleLimits
{
    /// <summary>Opcodes of the smallest file.</summary>
    private const long FewestOperations = 4096;

    /// <summary>Opcodes of any file.</summary>
    private const long MostOperations = 4_000_000;

    public const int StackDepth = 100_000;

    /// <summary>Python itself can't write deeper nesting than this.</summary>
    public const int MarkDepth = 1000;

    /// <summary>Bytes of a whole number.</summary>
    public const int NumberBytes = 1024;

    /// <summary>Bytes of a line of text in protocol 0.</summary>
    public const int LineBytes = 1 << 16;

    /// <summary>Real networks have one opcode in 20 bytes or more.</summary>
    public static long Operations(long fileLength) => Math.Min(FewestOperations + (fileLength / 2), MostOperations);
}
