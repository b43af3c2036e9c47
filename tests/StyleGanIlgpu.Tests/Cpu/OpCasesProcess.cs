using System.Diagnostics;
using System.Globalization;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>
/// This assembly as a program: runs op cases on the CPU engine and exits with 0 when all agree with the reference. The parent sets the
/// runtime's switches, which hold for a whole process; and a read beyond guarded memory ends only the child.
/// </summary>
internal static class OpCasesProcess
{
    /// <summary>Starts the program and waits for it.</summary>
    /// <param name="memory">"heap" or "guarded".</param>
    /// <param name="lanes">Floats in a vector; 0 for what the machine has.</param>
    /// <param name="every">Runs one case of so many.</param>
    /// <param name="runtimeSwitch">An environment variable of the runtime to set to 0; null for none.</param>
    /// <returns>The exit status, and what the program wrote.</returns>
    public static (int Status, string Output) Start(string memory, int lanes, int every, string? runtimeSwitch)
    {
        var start = new ProcessStartInfo(Host()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (object[])["exec", typeof(OpCasesProcess).Assembly.Location, memory, lanes, every])
            start.ArgumentList.Add(Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        if (runtimeSwitch is not null)
            start.Environment[runtimeSwitch] = "0";
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    public static int Main(string[] args)
    {
        var (memory, lanes, every) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        SimdLevel.Force(lanes);
        Console.WriteLine($"level {SimdLevel.Name}, {SimdLevel.Lanes} lanes");
        using var engine = memory == "guarded"
            ? new CpuEngine(2, new GuardedAllocator(poisoned: true), new GuardedAllocator(poisoned: false))
            : new CpuEngine(2);
        var cases = OpCases.All.Where((_, index) => index % every == 0).ToArray();
        var failures = 0;
        Parallel.ForEach(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, opCase =>
        {
            if (memory == "guarded")
                Console.WriteLine($"running {opCase.Name}");
            if (Failure(opCase, engine) is not { } failure)
                return;
            Interlocked.Increment(ref failures);
            Console.WriteLine(failure);
        });
        Console.WriteLine($"{cases.Length} cases, {failures} failures");
        return failures == 0 ? 0 : 1;
    }

    private static string? Failure(OpCase opCase, Engine engine)
    {
        try
        {
            var instance = opCase.Build();
            Comparison.AssertWithin<float, double>(opCase.Name, opCase.Tolerance, instance.RunOn(engine), instance.RunOnReference());
            return null;
        }
        catch (Exception exception)
        {
            return $"{opCase.Name}: {exception.Message}";
        }
    }

    /// <summary>The program that runs assemblies: the one that runs this process, unless a test runner has an executable of its own.</summary>
    private static string Host()
    {
        var own = Environment.ProcessPath;
        return Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
            ?? (Path.GetFileNameWithoutExtension(own) == "dotnet" ? own! : "dotnet");
    }
}
