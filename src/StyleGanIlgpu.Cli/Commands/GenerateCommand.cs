using System.CommandLine;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Progress;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>generate: pictures from seeds, or from projected ws.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var options = new GenerateOptions();
        var command = new Command("generate", "Make pictures from seeds, the same that the official scripts make.");
        foreach (var option in options.All)
            command.Options.Add(option);
        command.SetAction(line => Run(options.Read(line, terminal), terminal, cancellation));
        return command;
    }

    private static void Run(GenerateRequest request, Terminal terminal, CancellationToken cancellation)
    {
        using var file = NetworkOptions.Open(request.Network, request.Engine.NetworkKey);
        request = NetworkChecks.Suit(request, file.Info, terminal);
        if (request.ProjectedW is { } path)
            NetworkOptions.CheckFile(path, "a file of ws");
        if (request.CentroidsPath is { } centres)
        {
            NetworkOptions.CheckFile(centres, "a file of centroids");
            request = request with { Mapping = request.Mapping with { Centroids = Centroids.Read(centres, file.Info.WDim) } };
        }
        var projected = request.ProjectedW is null ? null : ProjectedWs.Read(request.ProjectedW, file.Info);
        var count = projected?.Count ?? request.Seeds!.Count;
        NetworkChecks.CheckGrid(request.Grid, count, file.Info);
        using var generator = Generator.Load(file, request.Engine);
        cancellation.ThrowIfCancellationRequested();
        PictureFolder.Prepare(request.OutDir);
        // Said only now: what fails until here says one line, its reason.
        terminal.Error.WriteLine($"engine: {generator.Engine}{(generator.EngineReason is { } reason ? $" ({reason})" : "")}");
        using var report = WorkReport.Start(terminal, count);
        using var folder = new PictureFolder(request.OutDir, file.Info, request.Grid, report);
        PictureRun.Make(generator, request, projected ?? (WsSource)new SeedWs(generator, request.Seeds!, request.Mapping), folder, cancellation);
    }
}
