using System.Globalization;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>What the command line asks for.</summary>
internal sealed record CheckOptions
{
    public const string Usage = """
        usage: gpu-check [--checkout DIR] [--out DIR] [--device cuda|cuda:N|cpu] [--networks NAME,...] [--batches N,...]
                         [--runs N] [--golden NAME,...] [--parts parity,kernels,timings,sanitizer,pytorch] [--python PROGRAM] [--sanitizer PROGRAM]
        Run from the root of a checkout. Writes gpu.json and gpu.md to the folder of --out (default: gpu-check-results).
        Exit status: 0 all passed; 1 something is wrong; 2 wrong usage; 3 no device that can be used.
        """;

    public static IReadOnlyList<string> AllParts { get; } = ["parity", "kernels", "timings", "sanitizer", "pytorch"];

    public string Checkout { get; private init; } = ".";

    public string Out { get; private init; } = "gpu-check-results";

    public string Device { get; private init; } = "cuda";

    public IReadOnlyList<string> Networks { get; private init; } = ["stylegan2-256", "stylegan2-1024", "stylegan3-t-256", "stylegan3-r-256"];

    public IReadOnlyList<int> Batches { get; private init; } = [1, 4, 16];

    public int Runs { get; private init; } = 20;

    public IReadOnlyList<string> Parts { get; private init; } = AllParts;

    public string Python { get; private init; } = "python3";

    public string Sanitizer { get; private init; } = "compute-sanitizer";

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
                "--networks" => options with { Networks = List(args[i], value, RandomNetworks.RandomNetwork.Official.Keys) },
                "--batches" => options with { Batches = [.. value.Split(',').Select(part => Count(part, 256))] },
                "--runs" => options with { Runs = Count(value, 10_000) },
                "--parts" => options with { Parts = List(args[i], value, AllParts) },
                "--golden" => options with { Golden = List(args[i], value, ParityCheck.Networks) },
                "--sanitizer" => options with { Sanitizer = value },
                "--python" => options with { Python = value },
                _ => throw new FormatException($"{args[i]} isn't known"),
            };
        }
        return options;
    }

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
