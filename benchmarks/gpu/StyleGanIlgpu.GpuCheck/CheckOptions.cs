using System.Globalization;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>What the command line asks for.</summary>
internal sealed record CheckOptions
{
    public const string Usage = """
        usage: gpu-check [--checkout DIR] [--out DIR] [--device cuda|cuda:N|cpu] [--parts PART,...]
                         [--networks NAME,...] [--precisions float32,tf32,fp16,official] [--batches N,...] [--runs N] [--golden NAME,...]
                         [--model FILE] [--official DIR] [--python PROGRAM] [--torch-modes MODE,...] [--sanitizer PROGRAM] [--minutes N]
        Run from the root of a checkout. Writes gpu.json and gpu.md to the folder of --out (default: gpu-check-results), after each step anew.
        Parts: parity (golden networks), shapes (networks of the official shapes and their batches against the CPU engine), timings, pytorch,
        kernels, sanitizer; all where nothing is said.
        --model: the predictions (default: benchmarks/results/cuda-model.json); --official: your clone of NVIDIA's code, to be timed too;
        --minutes: nothing is begun after so long (default 60). Exit status: 0 all was checked and passed; 1 something is wrong; 2 wrong usage;
        3 no device; 4 nothing is wrong, but something that was asked for wasn't checked: standard error says what, gpu.md why.
        """;

    public static IReadOnlyList<string> AllParts { get; } = ["parity", "shapes", "timings", "pytorch", "kernels", "sanitizer"];

    private static IEnumerable<Precision> AllPrecisions { get; } = Enum.GetValues<Precision>();

    private static readonly Precision[] OfCpu = [Precision.Float32, Precision.Official];

    public string Checkout { get; private init; } = ".";

    public string Out { get; private init; } = "gpu-check-results";

    public string Device { get; private init; } = "cuda";

    public IReadOnlyList<string> Networks { get; private init; } = [.. RandomNetwork.Official.Keys];

    public IReadOnlyList<Precision> Precisions { get; private init; } = [Precision.Float32, Precision.Tf32, Precision.Fp16];

    /// <summary>Whether the precisions were named, and aren't those of a device that has them all.</summary>
    private bool NamesPrecisions { get; init; }

    public IReadOnlyList<int> Batches { get; private init; } = [1, 4, 16];

    public int Runs { get; private init; } = 20;

    public IReadOnlyList<string> Parts { get; private init; } = AllParts;

    /// <summary>What the model of GPUs predicts; null where it is to be the checkout's.</summary>
    public string? Model { get; private init; }

    /// <summary>The user's clone of the official repository; null where there is none.</summary>
    public string? Official { get; private init; }

    public string Python { get; private init; } = "python3";

    public IReadOnlyList<string> TorchModes { get; private init; } = PyTorchBaseline.Modes;

    public string Sanitizer { get; private init; } = "compute-sanitizer";

    public int Minutes { get; private init; } = 60;

    /// <summary>The golden networks of the parity check.</summary>
    public IReadOnlyList<string> Golden { get; private init; } = ParityCheck.Networks;

    /// <exception cref="FormatException">An option isn't known, or its value isn't one that it takes.</exception>
    public static CheckOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new CheckOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} takes a value");
            options = args[i] switch
            {
                "--checkout" => options with { Checkout = value },
                "--out" => options with { Out = value },
                "--device" => options with { Device = value },
                "--networks" => options with { Networks = List(args[i], value, RandomNetwork.Official.Keys) },
                "--precisions" => options with { NamesPrecisions = true, Precisions = [.. List(args[i], value, AllPrecisions.Select(PrecisionNames.Name)).Select(ByName)] },
                "--batches" => options with { Batches = [.. value.Split(',').Select(part => Count(part, 256))] },
                "--runs" => options with { Runs = Count(value, 10_000) },
                "--parts" => options with { Parts = List(args[i], value, AllParts) },
                "--golden" => options with { Golden = List(args[i], value, ParityCheck.Networks) },
                "--model" => options with { Model = File.Exists(value) ? value : throw new FormatException($"--model: there is no file {value}") },
                "--official" => options with { Official = OfficialClone.Require(value) },
                "--python" => options with { Python = value },
                "--torch-modes" => options with { TorchModes = List(args[i], value, PyTorchBaseline.Modes) },
                "--sanitizer" => options with { Sanitizer = value },
                "--minutes" => options with { Minutes = Count(value, 10_000) },
                _ => throw new FormatException($"{args[i]} isn't known"),
            };
        }
        return options;
    }

    /// <summary>The same on the device that there is: a CPU hasn't all precisions.</summary>
    public CheckOptions For(CheckResults results)
    {
        if (Device != "cpu")
            return this;
        const string None = "the CPU engine has none";
        foreach (var precision in Precisions.Except(OfCpu))
        {
            if (!NamesPrecisions)
                results.Note($"{precision.Name()} left out: {None}");
            foreach (var part in NamesPrecisions ? Parts : [])
                results.LeaveOut(part, precision.Name(), None);
        }
        return this with { Precisions = [.. Precisions.Intersect(OfCpu)] };
    }

    private static Precision ByName(string name) => AllPrecisions.Single(precision => precision.Name() == name);

    private static string[] List(string option, string value, IEnumerable<string> known)
    {
        var parts = value.Split(',');
        var unknown = parts.Except(known).FirstOrDefault();
        return unknown is null ? parts : throw new FormatException($"{option}: '{unknown}' isn't one of {string.Join(", ", known)}");
    }

    private static int Count(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= most
            ? count
            : throw new FormatException($"'{text}' isn't a number from 1 to {most}");
}
