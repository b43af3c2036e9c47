namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// A way to make several outputs of three taps from few products, along one axis: inputs and taps become values, which are multiplied one by
/// one, summed over the channels, and become outputs. In two dimensions it is done along both axes.
/// </summary>
/// <param name="Name">Names the prepared weights.</param>
/// <param name="Inputs">Inputs of a tile.</param>
/// <param name="Step">Inputs from a tile to the next.</param>
/// <param name="Values">Values of a tile, and products.</param>
/// <param name="Outputs">Outputs of a tile.</param>
/// <param name="Kernel">The values of three taps, as a matrix [value][tap].</param>
internal sealed record WinogradForm(string Name, int Inputs, int Step, int Values, int Outputs, double[] Kernel)
{
    /// <summary>Taps along an axis.</summary>
    public const int Taps = 3;

    /// <summary>A correlation: <see cref="PlainTransform{TSimd, TVec}"/>.</summary>
    public static readonly WinogradForm Plain = new("plain", 6, 4, 6, 4, PlainKernel());

    /// <summary>A convolution with zeros between the inputs: <see cref="RaisedTransform{TSimd, TVec}"/>.</summary>
    public static readonly WinogradForm Raised = new(
        "raised",
        4,
        3,
        7,
        6,
        [
            // An even sum meets the last tap at the sample before, the first at its own.
            0, 0, 1,
            0.5, 0, 0.5,
            -0.5, 0, 0.5,
            1, 0, 0,
            0, 1, 0,
            0, 1, 0,
            0, 1, 0,
        ]);

    /// <summary>Products of a tile in two dimensions: matrices to multiply.</summary>
    public int Points => Values * Values;

    /// <summary>Inputs of some tiles beside each other.</summary>
    public int InputsOf(int tiles) => tiles * Step + Inputs - Step;

    /// <summary>The taps as a polynomial, at the points, over what interpolation divides by there.</summary>
    private static double[] PlainKernel()
    {
        const double A = 3.0 / 4, B = 3.0 / 2, A2 = A * A, B2 = B * B;
        return
        [
            1 / (A2 * B2), 0, 0,
            .. Point(A, 2 * A2 * (A2 - B2)),
            .. Point(-A, 2 * A2 * (A2 - B2)),
            .. Point(B, 2 * B2 * (B2 - A2)),
            .. Point(-B, 2 * B2 * (B2 - A2)),
            0, 0, 1,
        ];

        static double[] Point(double point, double divisor) => [1 / divisor, point / divisor, point * point / divisor];
    }
}
