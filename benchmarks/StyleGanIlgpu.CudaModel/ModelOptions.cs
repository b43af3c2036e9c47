using System.Globalization;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.CudaModel;

/// <summary>What the command line asks for.</summary>
internal sealed record ModelOptions
{
    public const string Usage = """
        usage: StyleGanIlgpu.CudaModel [--out DIR] [--networks NAME,...] [--precisions NAME,...] [--batches N,...] [--samples N]
        Run from the root of a checkout. Writes cuda-model.md, .svg and .json, and a table a network in cuda-model/, to the folder of --out
        (default: benchmarks/results). --samples: blocks of each launch that are executed.
        """;

    public string Out { get; private init; } = Path.Combine("benchmarks", "results");

    public IReadOnlyList<string> Networks { get; private init; } =
        ["stylegan2-256", "stylegan2-1024", "stylegan3-t-256", "stylegan3-t-1024", "stylegan3-r-256", "stylegan3-r-1024"];

    public IReadOnlyList<Precision> Precisions { get; private init; } = [Precision.Float32, Precision.Tf32, Precision.Fp16];

    public IReadOnlyList<int> Batches { get; private init; } = [1, 4, 16];

    public int Samples { get; private init; } = 12;

    /// <exception cref="FormatException">An option isn't known, or its value isn't one that it takes.</exception>
    public static ModelOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new ModelOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} takes a value");
            options = args[i] switch
            {
                "--out" => options with { Out = value },
                "--networks" => options with { Networks = Known(value, RandomNetwork.Official.Keys) },
                "--precisions" => options with { Precisions = [.. Known(value, Enum.GetValues<Precision>().Select(p => p.Name())).Select(ByName)] },
                "--batches" => options with { Batches = [.. value.Split(',').Select(Count)] },
                "--samples" => options with { Samples = Count(value) },
                _ => throw new FormatException($"{args[i]} isn't known"),
            };
        }
        return options;
    }

    private static Precision ByName(string name) => Enum.GetValues<Precision>().Single(precision => precision.Name() == name);

    private static string[] Known(string value, IEnumerable<string> known)
    {
        var names = value.Split(',');
        var unknown = names.Except(known).FirstOrDefault();
        return unknown is null ? names : throw new FormatException($"'{unknown}' isn't one of {string.Join(", ", known)}");
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1024
            ? count
            : throw new FormatException($"'{text}' isn't a number from 1 to 1024");
}
