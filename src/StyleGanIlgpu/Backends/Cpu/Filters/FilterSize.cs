using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>The sizes that filters give images.</summary>
internal static class FilterSize
{
    /// <summary>Samples after up-sampling, padding and filtering, before any is dropped.</summary>
    public static int Raised(int size, int up, int padding, int taps) => size * up + padding - taps + 1;

    /// <summary>Samples that remain when every <paramref name="down"/>-th is kept of what <paramref name="taps"/> taps leave.</summary>
    public static int Lowered(int raised, int down, int taps) => raised < taps ? 0 : (raised - taps) / down + 1;

    /// <exception cref="ArgumentException">The plan declares another size than the op gives, or an empty one.</exception>
    public static void Check(PlanOp op, int declared, int size, int up, int down, int padding, int taps)
    {
        var actual = Lowered(size * up + padding, down, taps);
        if (actual != declared || actual < 1)
            throw new ArgumentException($"{op.GetType().Name} makes {actual} samples of {size}, but its output is declared with {declared}.");
    }
}
