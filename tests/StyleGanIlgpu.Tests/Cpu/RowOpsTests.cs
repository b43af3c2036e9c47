using CsCheck;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>A mapping layer, the affines of a made-up network and their coefficients, against the reference, at random shapes.</summary>
public class RowOpsTests
{
    private static readonly Gen<Shape> AnyShape = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 70], Gen.Int[1, 40], Gen.Int[1, 40], Gen.OneOfConst(1, 3), Gen.Bool,
        (batch, wDim, first, second, kernel, normalize) => new Shape(batch, wDim, first, second, kernel, normalize));

    [Fact]
    public void Rows_agree_with_the_reference_at_any_shape()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(
            shape =>
            {
                var plan = Build(shape, shape.Batch);
                var values = Inputs(shape);
                using var expected = new ReferenceEngine().Compile(plan).CreateSession();
                Write(expected, plan, values, 0);
                expected.Run(0, CancellationToken.None);
                foreach (var (output, actual) in Run(engine, plan, values, 0))
                    Comparison.AssertWithin<float, double>(plan[output].Name, 6e-7, actual, expected.ReadDouble(output));
            },
            iter: 60);
    }

    [Fact]
    public void A_batch_equals_its_samples_and_threads_change_nothing()
    {
        var shape = new Shape(5, 512, 300, 77, 3, true);
        var plan = Build(shape, shape.Batch);
        var values = Inputs(shape);
        using var one = new CpuEngine(1);
        var whole = Run(one, plan, values, 0);
        foreach (var threads in Enumerable.Range(2, 7))
        {
            using var engine = new CpuEngine(threads);
            foreach (var (output, actual) in Run(engine, plan, values, 0))
                Comparison.AssertSameBits($"{plan[output].Name}, {threads} threads", actual, whole[output]);
        }
        for (var sample = 0; sample < shape.Batch; sample++)
        {
            var single = Run(one, Build(shape, 1), values, sample);
            foreach (var (output, actual) in single)
                Comparison.AssertSameBits($"{plan[output].Name}, sample {sample}", actual, whole[output].AsSpan(sample * actual.Length, actual.Length));
        }
    }

    // w, and styles that stand on their own: those made from w can cancel to almost nothing, and what is left of them would be judged.
    private static float[][] Inputs(Shape shape) =>
        [RandomValues.Uniform(1, shape.Batch * shape.WDim), RandomValues.Uniform(2, shape.Batch * (shape.First + shape.Second))];

    private static void Write(EngineSession session, Plan plan, float[][] values, int sample)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var input = plan.Tensors[i];
            session.Write(input.Id, values[i].AsSpan(sample * input.Shape.SampleLength, input.Shape.Length));
        }
    }

    private static Dictionary<TensorId, float[]> Run(Engine engine, Plan plan, float[][] values, int sample)
    {
        using var session = engine.Compile(plan).CreateSession();
        Write(session, plan, values, sample);
        session.Run(0, CancellationToken.None);
        return plan.Outputs.ToDictionary(output => output, output =>
        {
            var result = new float[plan[output].Shape.Length];
            session.Read(output, result);
            return result;
        });
    }

    private static Plan Build(Shape shape, int batch)
    {
        var (first, second, kernel) = (shape.First, shape.Second, shape.Kernel);
        var builder = new PlanBuilder(batch);
        var input = builder.Input("w", shape.WDim);
        var given = builder.Input("s", first + second);
        var ws = builder.Rows("ws", 2 * shape.WDim);
        var styles = builder.Rows("styles", first + second + 3);
        var coefficients = builder.Rows("demodulation", first + second);
        var epilogue = new Epilogue(RandomValues.Parameter(3, 2 * shape.WDim), 0.5, Activation.LeakyRelu, Gain: 1.5, Clamp: 0.8);
        builder.Add(new FullyConnected(input, ws, RandomValues.Parameter(4, 2 * shape.WDim, shape.WDim), 0.3, epilogue));
        builder.Add(new StyleAffines(ws, styles, shape.WDim,
        [
            new StyleSlice(1, 0, RandomValues.Parameter(5, first, shape.WDim), 0.7, RandomValues.Parameter(6, first), 0.9, 1.1, shape.Normalize),
            new StyleSlice(0, first, RandomValues.Parameter(7, second, shape.WDim), 0.2, RandomValues.Parameter(8, second)),
            new StyleSlice(1, first + second, RandomValues.Parameter(9, 3, shape.WDim), 1, null),
        ]));
        builder.Add(new Demodulations(given, coefficients,
        [
            new DemodulationSlice(first, 0, RandomValues.Parameter(10, first, second, kernel, kernel), shape.Normalize, 1.3),
            new DemodulationSlice(0, first, RandomValues.Parameter(11, second, first, kernel, kernel)),
        ]));
        builder.Keep(ws);
        builder.Keep(styles);
        builder.Keep(coefficients);
        return builder.Build();
    }

    private sealed record Shape(int Batch, int WDim, int First, int Second, int Kernel, bool Normalize);
}
