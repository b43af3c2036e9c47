using System.CommandLine;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Progress;

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
        using var generator = Generator.Load(file, request.Engine);
        terminal.Error.WriteLine($"engine: {generator.Engine}{(generator.EngineReason is { } reason ? $" ({reason})" : "")}");
        NetworkChecks.CheckPrecision(request.Precision);
        WsSource source = request.ProjectedW is { } projected
            ? ProjectedWs.Read(projected, file.Info)
            : new SeedWs(generator, request.Seeds!, request.Mapping);
        NetworkChecks.CheckGrid(request.Grid, source.Count, file.Info);
        cancellation.ThrowIfCancellationRequested();
        using var report = WorkReport.Start(terminal, source.Count);
        using var folder = new PictureFolder(request.OutDir, file.Info, request.Grid, report);
        PictureRun.Make(generator, request, source, folder, cancellation);
    }
}
