using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Cuda;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// One op in one form, as a small plan with random parameters and inputs that depend on nothing but the case's name. The same list is run as
/// correctness, as support, and as speed.
/// </summary>
/// <param name="Op">The op's record, "UpFirDn".</param>
/// <param name="Description">The form; unique within the op.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Tolerance">Relative RMSE allowed to a float32 engine.</param>
/// <param name="Emit">Adds the op to the builder and gives its output.</param>
internal sealed record OpCase(string Op, string Description, int Batch, double Tolerance, Func<OpCaseBuilder, TensorId> Emit)
{
    public string Name => $"{Op} {Description}";

    /// <summary>About a way to compute that the CPU engine alone has: on emulated engines it would show nothing new, slowly.</summary>
    public bool IsForCpu { get; init; }

    /// <summary>The plan of the whole batch, with its inputs.</summary>
    public OpCaseInstance Build() => Build(0, Batch);

    /// <summary>The plan of some of the samples, with the same parameters and those samples' inputs.</summary>
    public OpCaseInstance Build(int firstSample, int samples)
    {
        var builder = new OpCaseBuilder(Seed(), firstSample, samples);
        var output = Emit(builder);
        builder.Plan.Keep(output);
        return new OpCaseInstance(builder.Plan.Build(), builder.Inputs, output);
    }

    public override string ToString() => Name;

    /// <summary>FNV-1a, since the runtime's own hash of a string is another one in every process.</summary>
    private int Seed()
    {
        var hash = 2166136261;
        foreach (var letter in Name)
            hash = (hash ^ letter) * 16777619;
        return (int)(hash & int.MaxValue);
    }
}

/// <summary>A case made ready to run.</summary>
internal sealed record OpCaseInstance(Plan Plan, IReadOnlyDictionary<TensorId, float[]> Inputs, TensorId Output)
{
    public const ulong NoiseSeed = 1234567890123;

    /// <summary>Compiles and runs once: the output as rows, NCHW, or interleaved bytes widened to float.</summary>
    public float[] RunOn(Engine engine)
    {
        using var session = engine.Compile(Plan).CreateSession().Apart();
        return Run(session);
    }

    /// <summary>What the specification says, in every digit; pixels as <see cref="RunOn"/> gives them.</summary>
    public double[] RunOnReference()
    {
        using var session = new ReferenceEngine().Compile(Plan).CreateSession();
        var rounded = Run(session);
        return Plan[Output].Kind == TensorKind.Pixels ? Array.ConvertAll(rounded, value => (double)value) : session.ReadDouble(Output);
    }

    /// <summary>Runs once on a session of this plan.</summary>
    public float[] Run(EngineSession session)
    {
        foreach (var (input, values) in Inputs)
            session.Write(input, values);
        session.Run(NoiseSeed, CancellationToken.None);
        var result = new float[Plan[Output].Shape.Length];
        if (Plan[Output].Kind != TensorKind.Pixels)
        {
            session.Read(Output, result);
            return result;
        }
        var pixels = new byte[result.Length];
        session.Read(Output, pixels);
        return Array.ConvertAll(pixels, value => (float)value);
    }
}
