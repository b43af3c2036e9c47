using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>A plan of a single op over inputs that it declares, run by any engine on random numbers.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Describe">Declares inputs and the output, adds the op, and gives the output.</param>
internal sealed record OneOp(int Batch, Func<PlanBuilder, TensorId> Describe)
{
    public Plan Plan { get; } = Build(Batch, Describe);

    /// <summary>Random inputs in [-1, 1), times a factor: what each input of the plan is written with.</summary>
    public float[][] Inputs(int seed, float factor = 1) =>
        [.. Plan.Tensors.Where(t => t.IsInput).Select((t, i) => Array.ConvertAll(RandomValues.Uniform(seed + i, t.Shape.Length), v => v * factor))];

    public float[] Run(Engine engine, float[][] inputs)
    {
        using var session = engine.Compile(Plan).CreateSession();
        Write(session, inputs);
        session.Run(0, CancellationToken.None);
        var result = new float[Plan[Plan.Outputs[0]].Shape.Length];
        session.Read(Plan.Outputs[0], result);
        return result;
    }

    public byte[] RunBytes(Engine engine, float[][] inputs)
    {
        using var session = engine.Compile(Plan).CreateSession();
        Write(session, inputs);
        session.Run(0, CancellationToken.None);
        var result = new byte[Plan[Plan.Outputs[0]].Shape.Length];
        session.Read(Plan.Outputs[0], result);
        return result;
    }

    /// <summary>Fails unless the engine agrees with the reference.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="limit">Relative RMSE that is allowed.</param>
    /// <param name="inputs">What the inputs are written with.</param>
    /// <param name="terms">Largest magnitude of what is summed: errors within half a unit in its last place are none, however small a sum is that cancels.</param>
    public void AssertAgrees(Engine engine, double limit, float[][] inputs, double terms = 0)
    {
        using var expected = new ReferenceEngine().Compile(Plan).CreateSession();
        Write(expected, inputs);
        expected.Run(0, CancellationToken.None);
        var (actual, wanted) = (Run(engine, inputs), expected.ReadDouble(Plan.Outputs[0]));
        if (!(Comparison.Of<float, double>(actual, wanted).MaxAbs <= terms * Math.Pow(2, -24)))
            Comparison.AssertWithin<float, double>(Plan.Ops[0].ToString(), limit, actual, wanted);
    }

    /// <summary>Fails unless every number of threads, and every sample on its own, gives the bits of one thread and the whole batch.</summary>
    public void AssertIndependent(float[][] inputs)
    {
        using var one = new CpuEngine(1);
        var whole = Run(one, inputs);
        foreach (var threads in new[] { 2, 3, 7 })
        {
            using var several = new CpuEngine(threads);
            Comparison.AssertSameBits($"{threads} threads", Run(several, inputs), whole);
        }
        for (var sample = 0; sample < Batch; sample++)
        {
            var own = Array.ConvertAll(inputs, values => values.AsSpan(sample * (values.Length / Batch), values.Length / Batch).ToArray());
            var length = whole.Length / Batch;
            Comparison.AssertSameBits($"sample {sample}", new OneOp(1, Describe).Run(one, own), whole.AsSpan(sample * length, length));
        }
    }

    private void Write(EngineSession session, float[][] inputs)
    {
        foreach (var (tensor, values) in Plan.Tensors.Where(t => t.IsInput).Zip(inputs))
            session.Write(tensor.Id, values);
    }

    private static Plan Build(int batch, Func<PlanBuilder, TensorId> describe)
    {
        var builder = new PlanBuilder(batch);
        builder.Keep(describe(builder));
        return builder.Build();
    }
}
