using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>The shape of one modulated convolution.</summary>
/// <param name="Ins">Input channels.</param>
/// <param name="Outs">Output channels.</param>
/// <param name="Size">Height and width of the input.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Padding">Zeros on every side.</param>
/// <param name="Up">True for StyleGAN2's doubling with its filter of 4 x 4.</param>
internal sealed record ConvolutionShape(int Ins, int Outs, int Size, int Kernel, int Padding, bool Up = false)
{
    /// <summary>Shapes of official networks, from all weights and few pixels to few weights and all pixels.</summary>
    public static readonly IReadOnlyDictionary<string, ConvolutionShape> All = new Dictionary<string, ConvolutionShape>
    {
        ["512-4"] = new(512, 512, 4, 3, 1),
        ["512-8"] = new(512, 512, 8, 3, 1),
        ["512-16"] = new(512, 512, 16, 3, 1),
        ["512-32"] = new(512, 512, 32, 3, 1),
        ["512-64"] = new(512, 512, 64, 3, 1),
        ["128-256"] = new(128, 128, 256, 3, 1),
        ["32-1024"] = new(32, 32, 1024, 3, 1),
        ["512-4-up"] = new(512, 512, 4, 3, 1, Up: true),
        ["512-32-up"] = new(512, 512, 32, 3, 1, Up: true),
        ["256-128-up"] = new(256, 128, 128, 3, 1, Up: true),
        ["64-512-up"] = new(64, 32, 512, 3, 1, Up: true),
        ["t-323-276"] = new(323, 203, 276, 3, 2),
        ["r-1024-84"] = new(1024, 1024, 84, 1, 0),
        ["r-102-1044"] = new(102, 64, 1044, 1, 0),
        ["torgb-512-64"] = new(512, 3, 64, 1, 0),
        ["torgb-32-1024"] = new(32, 3, 1024, 1, 0),
    };

    public int OutputSize => Up ? 2 * Size : Size + 2 * Padding - (Kernel - 1);

    /// <summary>Multiplications and additions of the convolution alone, stuffed zeros and the filter left out.</summary>
    public double Operations => 2.0 * Ins * Outs * Kernel * Kernel * (Up ? Size * Size : OutputSize * OutputSize);
}

/// <summary>A modulated convolution with everything around it on the CPU engine, over random numbers.</summary>
internal sealed class ConvolutionLayer : IDisposable
{
    private readonly CpuEngine engine;
    private readonly EngineSession session;

    /// <param name="shape">The shape.</param>
    /// <param name="threads">Threads; 0 for all.</param>
    public ConvolutionLayer(ConvolutionShape shape, int threads)
    {
        var builder = new PlanBuilder(1);
        var size = shape.OutputSize;
        var input = builder.InputMaps("x", shape.Ins, shape.Size, shape.Size);
        var styles = builder.Input("styles", shape.Ins);
        var coefficients = builder.Input("demodulation", shape.Outs);
        var output = builder.Maps("y", shape.Outs, size, size);
        float[] binomial = [1, 3, 3, 1];
        builder.Add(new Convolution(
            input,
            output,
            new Parameter("weight", [shape.Outs, shape.Ins, shape.Kernel, shape.Kernel], Noise(shape.Outs * shape.Ins * shape.Kernel * shape.Kernel)),
            shape.Padding,
            new Epilogue(new Parameter("bias", [shape.Outs], Noise(shape.Outs)), 1, Activation.LeakyRelu, 0.2, Math.Sqrt(2)),
            1,
            new Modulation(styles, 0, coefficients, 0),
            shape.Up ? new Parameter("filter", [4, 4], Enumerable.Range(0, 16).Select(i => binomial[i / 4] * binomial[i % 4] / 64).ToArray()) : null,
            new Noise(0.5, new Parameter("noise", [size, size], Noise(size * size)), 0)));
        builder.Keep(output);
        engine = new CpuEngine(threads);
        session = engine.Compile(builder.Build()).CreateSession();
        session.Write(input, Noise(shape.Ins * shape.Size * shape.Size));
        session.Write(styles, Noise(shape.Ins));
        session.Write(coefficients, Noise(shape.Outs));
    }

    public void Run() => session.Run(0, CancellationToken.None);

    public void Dispose()
    {
        session.Dispose();
        engine.Dispose();
    }

    private static float[] Noise(int count)
    {
        var random = new Random(1);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }
}
