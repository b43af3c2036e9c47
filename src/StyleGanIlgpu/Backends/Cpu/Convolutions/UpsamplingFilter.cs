using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>The filter of an up-sampling convolution in the form that the FIR kernel takes, with the gain of 4 that makes up for the zeros.</summary>
internal sealed class UpsamplingFilter
{
    public UpsamplingFilter(Parameter parameter)
    {
        var taps = FilterTaps.Read(parameter, gain: 4, flip: false);
        (Height, Width) = (taps.Height, taps.Width);
        Row = Round(taps.Row);
        Column = Round(taps.Column);
        Plane = Round(taps.Plane);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Horizontal taps, where the filter is separable.</summary>
    public float[]? Row { get; }

    /// <summary>Vertical taps, where the filter is separable.</summary>
    public float[]? Column { get; }

    /// <summary>All taps, where it isn't.</summary>
    public float[]? Plane { get; }

    private static float[]? Round(double[]? taps) => taps is null ? null : Array.ConvertAll(taps, tap => (float)tap);
}
