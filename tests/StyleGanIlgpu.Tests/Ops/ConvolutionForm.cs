using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>A form of the convolution with what is around it. 1e-6 is five times the official float32 error.</summary>
internal sealed record ConvolutionForm(
    string Name,
    int Kernel,
    int Padding,
    Func<OpCaseBuilder, Parameter>? Up = null,
    bool Modulated = false,
    bool Demodulated = false,
    NoiseMode Noise = NoiseMode.None,
    Epilogue? Bent = null,
    bool Residual = false,
    int? Outputs = null,
    int Smallest = 1,
    bool Rgb = false)
{
    public OpCase Case(Size size, int outputs) => new(
        nameof(Convolution), $"{Name} {size} to {Outputs ?? outputs}", size.Batch, 1e-6, b => Emit(b, size, Outputs ?? outputs));

    /// <summary>False where the kernel is larger than what it is laid on.</summary>
    public bool LeavesSomething(Size size)
    {
        var filter = Up?.Invoke(new OpCaseBuilder(0, 0, 1));
        return Extent(size.Height, filter?.Shape[0]) >= 1 && Extent(size.Width, filter?.Shape[^1]) >= 1;
    }

    private TensorId Emit(OpCaseBuilder b, Size size, int outputs)
    {
        var weight = b.Normal(outputs, size.Channels, Kernel, Kernel);
        var filter = Up?.Invoke(b);
        var (height, width) = (Extent(size.Height, filter?.Shape[0]), Extent(size.Width, filter?.Shape[^1]));
        var input = b.Maps(size.Channels, size.Height, size.Width);
        Modulation? modulation = null;
        if (Modulated)
        {
            // Styles and coefficients stand in the middle of longer rows, as they do in a network.
            var styles = b.Rows(size.Channels + 10);
            modulation = Demodulated ? new Modulation(styles, 3, b.Rows(outputs + 5), 4) : new Modulation(styles, 7);
        }
        var noise = Noise == NoiseMode.None ? null : new Noise(0.7, Noise == NoiseMode.Const ? b.Normal(height, width) : null, 5);
        TensorId? residual = Residual ? b.Maps(outputs, height, width) : null;
        var epilogue = Bent is null ? Epilogue.None : Bent with { Bias = b.Normal(outputs) };
        var output = b.Plan.Maps("output", outputs, height, width);
        // The gain keeps the sums near one, so that activations bend and clamps bite.
        var gain = 1 / Math.Sqrt(size.Channels * Kernel * Kernel);
        b.Plan.Add(new Convolution(input, output, weight, Padding, epilogue, gain, modulation, filter, noise, residual));
        return Rgb ? EmitRgb(b, output) : output;
    }

    /// <summary>A torgb that alone reads the output, which an engine may join to the convolution.</summary>
    private static TensorId EmitRgb(OpCaseBuilder b, TensorId input)
    {
        var shape = b.Plan.Shape(input);
        var (image, output) = (b.Maps(3, shape.Height, shape.Width), b.Plan.Maps("rgb", 3, shape.Height, shape.Width));
        b.Plan.Add(new Convolution(
            input, output, b.Normal(3, shape.Channels, 1, 1), 0, new Epilogue(b.Normal(3), Clamp: 2), 1 / Math.Sqrt(shape.Channels), new Modulation(b.Rows(shape.Channels + 5), 2), Residual: image));
        return output;
    }

    private int Extent(int size, int? taps) => taps is { } t
        ? (size * 2) + (2 * Padding) + ((t + 1) / 2) + ((t - 2) / 2) - (t - 1) - (Kernel - 1)
        : size + (2 * Padding) - (Kernel - 1);
}
