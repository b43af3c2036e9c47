namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>One tap: it reads the input at (i + Y, j + X) and multiplies by the kernel's weight (KernelY, KernelX).</summary>
internal readonly record struct Tap(int Y, int X, int KernelY, int KernelX);

/// <summary>
/// Outputs that share their taps: output (Step * i + OffsetY, Step * j + OffsetX) for i below Rows and j below Columns is the sum of the taps
/// around input (i, j). A plain convolution is one group; one that doubles the size is four, one per parity, so that the zeros between
/// the samples are never touched and every weight is used exactly once per input pixel.
/// </summary>
internal sealed record TapGroup(Tap[] Taps, int Rows, int Columns, int Step, int OffsetY, int OffsetX)
{
    /// <summary>Correlation with a padded image.</summary>
    public static TapGroup[] Plain(int kernelHeight, int kernelWidth, int padding, int rows, int columns)
    {
        var taps =
            from y in Enumerable.Range(0, kernelHeight)
            from x in Enumerable.Range(0, kernelWidth)
            select new Tap(y - padding, x - padding, y, x);
        return [new TapGroup([.. taps], rows, columns, 1, 0, 0)];
    }

    /// <summary>
    /// The image with a zero after every sample, convolved (kernel flipped) into [2 height + kernel - 2, ...]: output 2 i + a takes
    /// the kernel's taps of parity a, tap k from sample i - (k - a) / 2. Kernels of at least 2x2, so that no group is empty.
    /// </summary>
    public static TapGroup[] Transposed(int kernelHeight, int kernelWidth, int height, int width)
    {
        var groups =
            from a in Enumerable.Range(0, 2)
            from b in Enumerable.Range(0, 2)
            let taps = (
                from ky in Enumerable.Range(0, kernelHeight)
                where ky % 2 == a
                from kx in Enumerable.Range(0, kernelWidth)
                where kx % 2 == b
                select new Tap(-(ky - a) / 2, -(kx - b) / 2, ky, kx)).ToArray()
            let rows = (TransposedSize(height, kernelHeight) - a + 1) / 2
            let columns = (TransposedSize(width, kernelWidth) - b + 1) / 2
            select new TapGroup(taps, rows, columns, 2, a, b);
        return [.. groups];
    }

    /// <summary>Samples of a doubled and convolved axis, the zero after the last sample left out.</summary>
    public static int TransposedSize(int size, int kernel) => 2 * size + kernel - 2;
}
