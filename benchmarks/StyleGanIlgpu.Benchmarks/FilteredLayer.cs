using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>The filtered leaky ReLU of one StyleGAN3 layer on the CPU engine, over random numbers.</summary>
internal sealed class FilteredLayer : IDisposable
{
    private readonly CpuEngine engine;
    private readonly EngineSession session;

    /// <param name="channels">Channels of the layer.</param>
    /// <param name="size">Height and width of its output.</param>
    /// <param name="up">2, or 4 where the layer doubles the sampling rate.</param>
    /// <param name="radial">True for the down-filters of configuration R.</param>
    /// <param name="threads">Threads; 0 for all.</param>
    public FilteredLayer(int channels, int size, int up, bool radial, int threads)
    {
        const int margin = 10, kernel = 3, taps = 12;
        // The rate doubles with the size within the margins; the convolution before grows the image by kernel - 1.
        var inputSize = (up == 2 ? size : (size - 2 * margin) / 2 + 2 * margin) + kernel - 1;
        var total = (size - 1) * 2 + 1 - inputSize * up + taps / 2 * up + taps - 2;
        var before = (int)Math.Floor((total + up) / 2.0);

        var builder = new PlanBuilder(1);
        var input = builder.InputMaps("x", channels, inputSize, inputSize);
        var output = builder.Maps("y", channels, size, size);
        builder.Add(new FilteredLeakyRelu(
            input,
            output,
            Filter("up", FilterDesign.LowPass(taps / 2 * up, 0.4, 0.6, up), [taps / 2 * up]),
            radial ? Filter("down", FilterDesign.RadialLowPass(taps, 0.4, 0.6, 2), [taps, taps]) : Filter("down", FilterDesign.LowPass(taps, 0.4, 0.6, 2), [taps]),
            new Parameter("bias", [channels], Noise(channels)),
            up,
            2,
            new Padding(before, total - before, before, total - before),
            Math.Sqrt(2),
            0.2,
            256));
        builder.Keep(output);
        engine = new CpuEngine(threads);
        session = engine.Compile(builder.Build()).CreateSession();
        session.Write(input, Noise(channels * inputSize * inputSize));
    }

    public void Run() => session.Run(0, CancellationToken.None);

    public void Dispose()
    {
        session.Dispose();
        engine.Dispose();
    }

    private static Parameter Filter(string name, double[] taps, int[] shape) => new(name, shape, Array.ConvertAll(taps, tap => (float)tap));

    private static float[] Noise(int count)
    {
        var random = new Random(1);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }
}
