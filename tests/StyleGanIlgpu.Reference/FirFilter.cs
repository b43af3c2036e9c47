using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Reference;

/// <summary>A filter as checkpoints hold it: one-dimensional, to be applied along both axes, or two-dimensional [height, width].</summary>
internal sealed class FirFilter
{
    public FirFilter(int[] shape, double[] taps)
    {
        IsSeparable = shape.Length == 1;
        (Height, Width) = IsSeparable ? (shape[0], shape[0]) : (shape[0], shape[1]);
        Kernels = IsSeparable
            ? [new Nchw(1, 1, 1, Width, taps), new Nchw(1, 1, Height, 1, taps)]
            : [new Nchw(1, 1, Height, Width, taps)];
    }

    /// <summary>No filter: a single tap of 1.</summary>
    public static FirFilter Identity { get; } = new([1, 1], [1]);

    public bool IsSeparable { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>What is convolved with, one after another: along x and along y, or the whole.</summary>
    public IReadOnlyList<Nchw> Kernels { get; }

    public static FirFilter Of(Parameter? parameter) =>
        parameter is null ? Identity : new FirFilter(parameter.Shape, Array.ConvertAll(parameter.Values.ToArray(), value => (double)value));
}
