using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>An engine that the cases are run on, and the ops that it doesn't have yet, by the names of their records.</summary>
internal sealed class EngineUnderTest(string name, Func<int, Engine> make, params string[] lacking)
{
    private readonly Lazy<Engine> shared = new(() => make(0));
    private readonly Lazy<Engine[]> otherThreadCounts = new(() => [make(1), make(2), make(5)]);

    /// <summary>Every engine of this machine.</summary>
    public static IReadOnlyList<EngineUnderTest> All { get; } = [new("cpu", threads => new CpuEngine(threads))];

    public string Name { get; } = name;

    public IReadOnlyList<string> Lacking { get; } = lacking;

    /// <summary>One engine for all tests: making one starts its threads.</summary>
    public Engine Shared => shared.Value;

    /// <summary>The same engine with numbers of threads of its own choice left aside: 1, 2 and 5.</summary>
    public IReadOnlyList<Engine> OtherThreadCounts => otherThreadCounts.Value;

    public static EngineUnderTest Find(string name) => All.Single(engine => engine.Name == name);

    /// <summary>Every wanted case of every op that the engines have, by the engine's and the case's names, for theories.</summary>
    public static TheoryData<string, string> Cases(Func<OpCase, bool> wanted)
    {
        var data = new TheoryData<string, string>();
        foreach (var op in OpCases.ByOp.Keys)
        {
            foreach (var engine in Having(op))
            {
                foreach (var opCase in OpCases.ByOp[op].Where(wanted))
                    data.Add(engine.Name, opCase.Name);
            }
        }
        return data;
    }

    /// <summary>The engines that have an op.</summary>
    public static IEnumerable<EngineUnderTest> Having(string op) => All.Where(engine => !engine.Lacking.Contains(op));
}
