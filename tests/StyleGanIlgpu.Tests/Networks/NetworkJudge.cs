using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>An engine and how near to the golden arrays it has to come.</summary>
internal sealed class NetworkJudge
{
    private readonly bool isReference;
    private readonly bool isSlow;

    private NetworkJudge(string name, Engine engine, bool isReference, bool isSlow) =>
        (Name, Engine, this.isReference, this.isSlow) = (name, engine, isReference, isSlow);

    public string Name { get; }

    public Engine Engine { get; }

    /// <summary>The reference, and every engine that has all ops, with every network of the list, for theories.</summary>
    public static TheoryData<string, string> With(IReadOnlyCollection<string> networks, Func<string, bool>? emulated = null)
    {
        var data = new TheoryData<string, string>();
        foreach (var network in networks)
            data.Add("reference", network);
        foreach (var (engine, network) in EngineUnderTest.With(networks, emulated))
            data.Add(engine.Name, network);
        return data;
    }

    public static NetworkJudge Find(string name) => name == "reference"
        ? new NetworkJudge(name, new ReferenceEngine(normalizesStylesAcrossBatch: true), isReference: true, isSlow: true)
        : new NetworkJudge(name, EngineUnderTest.Find(name).Shared, isReference: false, EngineUnderTest.Find(name).IsEmulated);

    /// <summary>How many of so many samples to run: the reference and emulated engines take their time.</summary>
    public int Samples(int count) => isSlow ? Math.Min(count, 2) : count;

    /// <summary>
    /// Compares with the float64 array where there is one, else with the official float32 one. The reference has to meet the former to the last
    /// digits (of StyleGAN3 fewer: its filters and sines lose some), and the latter to three times its own error.
    /// </summary>
    public string Compare(GoldenNetwork golden, string array, double[] actual)
    {
        var isDouble = golden.Arrays.Contains($"{array}_f64");
        double limit;
        if (!isReference)
            limit = GoldenNetwork.IsPicture(array) ? 2e-5 : 2e-6;
        else if (isDouble)
            limit = golden.IsStyleGan3 ? 1e-9 : 1e-10;
        else
            limit = 3 * golden.OfficialError(array);
        return Compare(golden, isDouble ? $"{array}_f64" : array, actual, limit);
    }

    /// <summary>Compares with an array by a limit of its own, as many samples as there are on both sides.</summary>
    public string Compare(GoldenNetwork golden, string array, double[] actual, double limit)
    {
        var name = $"{golden.Name} {array} on {Name}";
        var expected = golden.Arrays[array];
        Assert.Equal(0, actual.Length % (expected.Length / expected.Shape[0]));
        var samples = Math.Min(actual.Length, expected.Length);
        return $"{name}: {Comparison.AssertWithin<double, double>(name, limit, actual.AsSpan(0, samples), expected.Doubles.AsSpan(0, samples))}";
    }
}
