using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Tests.Cuda;
using StyleGanIlgpu.Tests.Networks;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>An engine that the cases are run on.</summary>
/// <param name="name">In the names of tests.</param>
/// <param name="make">Makes the engine.</param>
/// <param name="variants">Makes the same engine with other numbers of threads, where it has any.</param>
internal sealed class EngineUnderTest(string name, Func<Engine> make, Func<Engine[]>? variants = null)
{
    /// <summary>Ops that don't read and write maps, and the one that ends at a picture, which isn't kept in float16.</summary>
    private static readonly string[] WithoutMaps =
    [
        nameof(Demodulations), nameof(FullyConnected), nameof(NormalizeSecondMoment), nameof(StyleAffines), nameof(ToRgb8), nameof(Truncate),
    ];

    private static string[] Except(params string[] ops) => [.. OpCases.ByOp.Keys.Except(ops)];

    private readonly Lazy<Engine> shared = new(make);
    private readonly Lazy<Engine[]> variants = new(variants ?? (() => []));

    /// <summary>Every engine.</summary>
    public static IReadOnlyList<EngineUnderTest> All { get; } =
    [
        new("cpu", () => new CpuEngine(), () => [new CpuEngine(1), new CpuEngine(2), new CpuEngine(5)]),
        new("cuda sm_75", () => EmulatedCuda.Engine(75)) { Lacking = EmulatedCuda.Lacking, IsEmulated = true, Networks = GoldenNetwork.Small },
        // The same kernels but for the name of the architecture: a share of the cases shows that they are. Convolutions have kernels of their own.
        new("cuda sm_80", () => EmulatedCuda.Engine(80)) { Lacking = EmulatedCuda.Lacking, IsEmulated = true, OneOf = 10, Own = [nameof(Convolution)] },
        new("cuda sm_80 tf32", () => EmulatedCuda.Engine(80, Precision.Tf32)) { Lacking = Except(nameof(Convolution)), IsEmulated = true, Products = 11, OneOf = 6 },
        new("cuda sm_80 fp16", () => EmulatedCuda.Engine(80, Precision.Fp16))
        {
            Lacking = Except(nameof(Convolution), nameof(FilteredLeakyRelu)),
            IsEmulated = true,
            IsHalf = true,
            Products = 11,
            OneOf = 6,
        },
        new("cuda sm_75 fp16", () => EmulatedCuda.Engine(75, Precision.Fp16)) { Lacking = WithoutMaps, IsEmulated = true, IsHalf = true, Products = 11, OneOf = 3 },
    ];

    public string Name { get; } = name;

    /// <summary>The ops that it doesn't have yet, by the names of their records.</summary>
    public IReadOnlyList<string> Lacking { get; init; } = [];

    /// <summary>One case of so many is run.</summary>
    public int OneOf { get; init; } = 1;

    /// <summary>The ops of which all cases are run all the same.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];

    /// <summary>Whether it takes a hundred times as long as it would on its device.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>Whether all maps of its cases are kept in float16.</summary>
    public bool IsHalf { get; init; }

    /// <summary>Digits that the factors of a convolution's products are rounded to; null where those are float32's.</summary>
    public int? Products { get; init; }

    /// <summary>The networks that it runs; all where null.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Whether it computes on threads of its own.</summary>
    public bool HasThreads { get; } = variants is not null;

    /// <summary>One engine for all tests: making one starts its threads.</summary>
    public Engine Shared => shared.Value;

    /// <summary>The same engine with numbers of threads of its own choice left aside: 1, 2 and 5.</summary>
    public IReadOnlyList<Engine> OtherThreadCounts => variants.Value;

    /// <summary>Whether a case is about this engine.</summary>
    public bool Takes(OpCase opCase) => !IsEmulated || !opCase.IsForCpu;

    /// <summary>A case as this engine runs it.</summary>
    public OpCaseInstance Suit(OpCaseInstance instance) => IsHalf ? instance.InHalf() : instance;

    /// <summary>Relative RMSE that is allowed in a case.</summary>
    public double Tolerance(OpCase opCase) => opCase.Tolerance + Rounding;

    /// <summary>What its numbers' digits add to the error of float32: those of maps, and those of the factors of products.</summary>
    public double Rounding => (IsHalf ? HalfMaps.Rounding : 0) + (Products is { } digits ? Math.Pow(2, -digits) : 0);

    public static EngineUnderTest Find(string name) => All.Single(engine => engine.Name == name);

    /// <summary>Every wanted case of every op that the engines have, by the engine's and the case's names, for theories.</summary>
    /// <param name="wanted">Which cases.</param>
    /// <param name="suits">Which engines; all where null.</param>
    /// <param name="emulatedOneOf">Of what an emulated engine runs, one case of so many.</param>
    public static TheoryData<string, string> Cases(Func<OpCase, bool> wanted, Func<EngineUnderTest, bool>? suits = null, int emulatedOneOf = 1)
    {
        var data = new TheoryData<string, string>();
        foreach (var op in OpCases.ByOp.Keys)
        {
            foreach (var engine in Having(op).Where(suits ?? (_ => true)))
            {
                var oneOf = (engine.Own.Contains(op) ? 1 : engine.OneOf) * (engine.IsEmulated ? emulatedOneOf : 1);
                foreach (var (i, opCase) in OpCases.ByOp[op].Where(opCase => engine.Takes(opCase) && wanted(opCase)).Index())
                {
                    if (i % oneOf == 0)
                        data.Add(engine.Name, opCase.Name);
                }
            }
        }
        return data;
    }

    /// <summary>The engines that have all ops, with every network of the list that they run.</summary>
    /// <param name="networks">The list.</param>
    /// <param name="emulated">Which of them emulated engines run; all where null.</param>
    public static IEnumerable<(EngineUnderTest Engine, string Network)> With(IReadOnlyCollection<string> networks, Func<string, bool>? emulated = null) =>
        from network in networks
        from engine in All
        where engine.Lacking.Count == 0 && engine.Networks?.Contains(network) != false && (!engine.IsEmulated || emulated?.Invoke(network) != false)
        select (engine, network);

    /// <summary>The engines that have an op.</summary>
    public static IEnumerable<EngineUnderTest> Having(string op) => All.Where(engine => !engine.Lacking.Contains(op));
}
