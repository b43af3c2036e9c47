using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>bench: how fast pictures are made here.</summary>
internal static class BenchCommand
{
    private const int DefaultRuns = 5, MostRuns = 10_000;

    private static readonly int[] DefaultBatches = [1, 4];

    private static readonly string[] Headings =
        ["threads", "batch", "s/picture", "median", "pictures/s", "GFLOP/s", "of peak", "first, s", "memory"];

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var (network, key, device, precision) = (NetworkOptions.Network(), NetworkOptions.Key(), EngineOptions.Device(), EngineOptions.Precision());
        var threads = new ValueOption(
            "--threads", "N,N,...", $"whole numbers from 1 to {EngineOptions.MostThreads} with commas", Values.WholeNumbers(1, EngineOptions.MostThreads))
        {
            Description = "Threads of the CPU engine, one row each. [default: one a core]",
        };
        var batches = new ValueOption(
            "--batch", "N,N,...", $"whole numbers from 1 to {EngineOptions.LargestBatch} with commas", Values.WholeNumbers(1, EngineOptions.LargestBatch))
        {
            Description = "Pictures computed together, one row each. [default: 1,4]",
        };
        var runs = new ValueOption("--runs", "N", $"a whole number from 1 to {MostRuns}", Values.WholeNumber(1, MostRuns))
        {
            Description = "Timed calls of each row, after one that is not counted. [default: 5]",
        };
        var json = new Option<bool>("--json") { Description = "Write JSON, for programs." };
        var command = new Command("bench", "Time pictures, from seed to RGB8 in memory, on this machine.")
        {
            network, key, device, precision, threads, batches, runs, json,
        };
        command.SetAction(line => Run(
            terminal,
            line.GetValue(network) as string,
            new GeneratorOptions
            {
                NetworkKey = line.GetValue(key) as string,
                Device = line.GetValue(device) as string ?? "auto",
                Precision = line.GetValue(precision) as Precision? ?? Precision.Float32,
            },
            line.GetValue(threads) as int[] ?? [0],
            line.GetValue(batches) as int[] ?? DefaultBatches,
            line.GetValue(runs) as int? ?? DefaultRuns,
            line.GetValue(json),
            cancellation));
        return command;
    }

    private static void Run(
        Terminal terminal, string? network, GeneratorOptions options, int[] threads, int[] batches, int runs, bool json, CancellationToken cancellation)
    {
        using var file = NetworkOptions.Open(network, options.NetworkKey);
        var peak = Hardware.MeasurePeak();
        var rows = new List<BenchRow>();
        foreach (var count in threads)
        {
            var before = count == 0 ? peak : Hardware.MeasurePeak(count);
            var timed = new List<BenchRow>();
            foreach (var batch in batches)
            {
                terminal.Error.WriteLine($"timing {(count == 0 ? "" : $"threads {count}, ")}batch {batch} ...");
                timed.Add(Time(file, options with { Threads = count, BatchSize = batch }, runs, cancellation));
            }
            // The machine may have been busy the first time.
            var attainable = Math.Max(before, Hardware.MeasurePeak(count));
            peak = Math.Max(peak, attainable);
            rows.AddRange(timed.Select(row => row.Threads is null ? row : row with { ShareOfPeak = row.OperationsPerSecond / attainable }));
        }
        var document = new BenchDocument(network, file.Info.Family, file.Info.ImageWidth, file.Info.ImageHeight, file.Info.MultiplyAdds, peak, rows);
        if (json)
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, BenchJson.Default.BenchDocument));
        else
            Write(new Sheet(terminal), document);
    }

    private static BenchRow Time(ModelFile file, GeneratorOptions options, int runs, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var generator = Generator.Load(file, options);
        var batch = options.BatchSize;
        var mapping = new MappingOptions { Class = file.Info.ClassCount > 0 ? 0 : null };
        var (ws, pixels) = (new float[batch * generator.WsLength], new byte[batch * generator.ImageLength]);
        var seed = 0L;
        void Make()
        {
            for (var i = 0; i < batch; i++)
                generator.MapSeed(seed++, ws.AsSpan(i * generator.WsLength, generator.WsLength), mapping, cancellation);
            generator.Synthesize(ws, pixels, cancellation: cancellation);
        }

        Make();
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            Make();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds / batch;
        }
        Array.Sort(times);
        var rate = 2.0 * file.Info.MultiplyAdds / times[0];
        var isGpu = generator.PeakDeviceBytes > 0;
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        return new BenchRow(
            generator.Engine,
            isGpu ? null : threads,
            batch,
            times[0],
            times[runs / 2],
            1 / times[0],
            rate,
            ShareOfPeak: null,
            first,
            isGpu ? generator.PeakDeviceBytes : PeakProcessBytes());
    }

    private static long PeakProcessBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Write(Sheet sheet, BenchDocument document)
    {
        sheet.Facts(Facts(document));
        sheet.Table(Headings, document.Rows.Select(Row), firstNumber: 0, lastNumber: Headings.Length - 1);
    }

    private static IEnumerable<(string Name, string Value)> Facts(BenchDocument document)
    {
        yield return ("network", $"{document.File ?? "the model that comes with this program"}: {document.Family}, {document.ImageWidth} x {document.ImageHeight}");
        yield return ("work", $"{Quantities.Rate(2e-9 * document.MultiplyAdds)} GFLOP a picture, convolutions counted as written: faster ways make GFLOP/s that nobody computes");
        yield return ("engine", string.Join("; ", document.Rows.Select(row => row.Engine).Distinct()));
        yield return ("all cores", $"{Quantities.Rate(document.Peak * 1e-9)} GFLOP/s in registers, together and for a while");
        yield return ("memory", "the most so far, of the GPU or of this process");
    }

    private static string[] Row(BenchRow row) =>
    [
        row.Threads is { } threads ? Quantities.Count(threads) : "",
        Quantities.Count(row.Batch),
        Seconds(row.BestSeconds),
        Seconds(row.MedianSeconds),
        Quantities.Rate(row.PicturesPerSecond),
        Quantities.Rate(row.OperationsPerSecond * 1e-9),
        row.ShareOfPeak is { } share ? $"{100 * share:0} %" : "",
        Quantities.Rate(row.FirstSeconds),
        Quantities.Bytes(row.PeakBytes),
    ];

    private static string Seconds(double value) => value.ToString(value < 0.1 ? "0.00000" : "0.000", System.Globalization.CultureInfo.InvariantCulture);
}
