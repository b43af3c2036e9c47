namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// One axis of a convolution: which sums an output needs, and which input samples those need. Sums are the outputs themselves, or, where it
/// up-samples, the raised grid that the filter then runs over: output[v] = sum over i of taps[i] * sum[v + FilterStart + i].
/// </summary>
internal sealed class ConvolutionAxis
{
    private readonly int step;
    private readonly int sums;

    /// <param name="input">Samples of the input.</param>
    /// <param name="output">Samples of the output, as the plan declares them.</param>
    /// <param name="kernel">Elements of the kernel.</param>
    /// <param name="padding">Zeros on both sides.</param>
    /// <param name="filterTaps">Taps of the up-sampling filter; 0 where there is none.</param>
    /// <exception cref="ArgumentException">The plan declares another size than the op gives.</exception>
    public ConvolutionAxis(int input, int output, int kernel, int padding, int filterTaps)
    {
        int size;
        if (filterTaps == 0)
        {
            (step, FilterTaps, FilterStart) = (1, 1, 0);
            size = sums = input + 2 * padding - (kernel - 1);
            (LeastOffset, GreatestOffset) = (-padding, kernel - 1 - padding);
        }
        else
        {
            (step, FilterTaps, FilterStart) = (2, filterTaps, kernel - 1 - padding - (filterTaps + 1) / 2);
            sums = 2 * (input - 1) + kernel;
            size = 2 * input + 2 * padding + (filterTaps + 1) / 2 + ((filterTaps - 2) >> 1) - (filterTaps - 1) - (kernel - 1);
            (LeastOffset, GreatestOffset) = (-((kernel - 1) / 2), 0);
        }
        if (size != output || output < 1)
            throw new ArgumentException($"A convolution makes {size} samples of {input}, but its output is declared with {output}.");
        Output = output;
    }

    public int Output { get; }

    /// <summary>Where the filter begins, counted from the output's own place.</summary>
    public int FilterStart { get; }

    /// <summary>Sums that an output is made of.</summary>
    public int FilterTaps { get; }

    /// <summary>First sample that a sum meets, counted from its own place m.</summary>
    public int LeastOffset { get; }

    /// <summary>Last sample that a sum meets.</summary>
    public int GreatestOffset { get; }

    /// <summary>Sums under the filter for some outputs, those beyond either end among them.</summary>
    public Extent Window(Extent outputs) => new(outputs.Begin + FilterStart, outputs.End - 1 + FilterStart + FilterTaps);

    /// <summary>Those of the window that aren't zero by nature.</summary>
    public Extent Sums(Extent window) => new(Math.Clamp(window.Begin, 0, sums), Math.Clamp(window.End, 0, sums));

    /// <summary>Places m of a phase within a range of sums.</summary>
    public Extent Places(Extent range, int phase) => new((range.Begin - phase + step - 1) / step, (range.End - phase + step - 1) / step);
}
