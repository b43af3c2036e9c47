namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Three taps of a kernel along one axis, at a stride, as values along one axis, at another.</summary>
internal delegate void KernelValues(ReadOnlySpan<double> taps, int stride, Span<double> values, int valueStride);

/// <summary>
/// A way to make several outputs of three taps from few products, along one axis: inputs and taps become values, which are multiplied one by
/// one, summed over the channels, and become outputs. In two dimensions it is done along both axes.
/// </summary>
/// <param name="Name">Names the prepared weights.</param>
/// <param name="Inputs">Inputs of a tile.</param>
/// <param name="Step">Inputs from a tile to the next.</param>
/// <param name="Values">Values of a tile, and products.</param>
/// <param name="Outputs">Outputs of a tile.</param>
/// <param name="Kernel">The values of the taps.</param>
internal sealed record WinogradForm(string Name, int Inputs, int Step, int Values, int Outputs, KernelValues Kernel)
{
    /// <summary>Taps along an axis.</summary>
    public const int Taps = 3;

    /// <summary>The most that any form has of anything.</summary>
    public const int Largest = 7;

    /// <summary>A correlation: <see cref="PlainTransform{TSimd, TVec}"/>.</summary>
    public static readonly WinogradForm Plain = new("plain", 6, 4, 6, 4, PlainKernel);

    /// <summary>A convolution with zeros between the inputs: <see cref="RaisedTransform{TSimd, TVec}"/>.</summary>
    public static readonly WinogradForm Raised = new("raised", 4, 3, 7, 6, RaisedKernel);

    /// <summary>Products of a tile in two dimensions: matrices to multiply.</summary>
    public int Points => Values * Values;

    /// <summary>Inputs of some tiles beside each other.</summary>
    public int InputsOf(int tiles) => tiles * Step + Inputs - Step;

    private static void PlainKernel(ReadOnlySpan<double> taps, int stride, Span<double> values, int valueStride)
    {
        const double A = 3.0 / 4, B = 3.0 / 2, A2 = A * A, B2 = B * B;
        var (first, middle, last) = (taps[0], taps[stride], taps[2 * stride]);
        values[0] = first / (A2 * B2);
        Pair(A, 2 * A2 * (A2 - B2), values[valueStride..]);
        Pair(B, 2 * B2 * (B2 - A2), values[(3 * valueStride)..]);
        values[5 * valueStride] = last;

        // The polynomial at a point and its opposite, over what interpolation divides by.
        void Pair(double point, double divisor, Span<double> target)
        {
            var (even, odd) = ((first + point * point * last) / divisor, point * middle / divisor);
            target[0] = even + odd;
            target[valueStride] = even - odd;
        }
    }

    private static void RaisedKernel(ReadOnlySpan<double> taps, int stride, Span<double> values, int valueStride)
    {
        // An even sum meets the last tap at the sample before, the first at its own.
        var (before, own) = (taps[2 * stride], taps[0]);
        values[0] = before;
        values[valueStride] = (before + own) / 2;
        values[2 * valueStride] = (before - own) / 2;
        values[3 * valueStride] = own;
        for (var i = 4; i < 7; i++)
            values[i * valueStride] = taps[stride];
    }
}
