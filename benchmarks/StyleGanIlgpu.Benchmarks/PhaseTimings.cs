using System.Globalization;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>Every step of a picture on the CPU engine, the best of five: where the time goes.</summary>
internal static class PhaseTimings
{
    private const int Runs = 5;

    /// <param name="name">The network.</param>
    /// <param name="args">Threads (1 if not given).</param>
    public static int Run(string name, ReadOnlySpan<string> args)
    {
        var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        using var file = new ModelFile(RandomNetwork.Named[name](0));
        var plan = new GeneratorPlans(file.Network).Picture(1).Plan;
        using var engine = new CpuEngine(threads);
        var program = (CpuProgram)engine.Compile(plan);
        using var session = (CpuSession)program.CreateSession();
        var times = session.TimePhases(Runs);
        for (var i = 0; i < times.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times[i] * 1e3,9:f3} ms {times[i] / times.Sum(),6:p1}  {program.Phases[i]}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times.Sum() * 1e3,9:f3} ms"));
        return 0;
    }
}
