using System.CommandLine;
using System.Diagnostics;
using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>convert: any supported checkpoint to safetensors, which can't hold code and loads at once, or to a state dict for PyTorch.</summary>
internal static class ConvertCommand
{
    // What the ending of the output's name chooses from.
    private static readonly (string Ending, string Name, Action<ModelFile, string> Save)[] Formats =
    [
        (".safetensors", "safetensors", (model, path) => model.SaveSafetensors(path)),
        (".pkl", "PyTorch state dict", (model, path) => model.SaveStateDict(path)),
    ];

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var source = new Argument<string>("IN") { Description = "A checkpoint of any supported format." };
        var target = new Argument<string>("OUT") { Description = "The file to write, .safetensors or .pkl; an existing one is replaced." };
        var key = NetworkOptions.Key();
        var command = new Command("convert", "Convert a checkpoint to safetensors, which holds no code and loads at once, or to a state dict (.pkl) for PyTorch.") { source, target, key };
        command.SetAction(line => Run(terminal, line.GetRequiredValue(source), line.GetRequiredValue(target), line.GetValue(key) as string, cancellation));
        return command;
    }

    private static void Run(Terminal terminal, string source, string target, string? key, CancellationToken cancellation)
    {
        var (ending, name, save) = Formats.FirstOrDefault(format => target.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase));
        if (ending is null)
            throw new UsageException($"'{target}' ends in neither {string.Join(" nor ", Formats.Select(format => format.Ending))}, the formats that convert writes");
        NetworkOptions.CheckFile(source);
        if (RealPath(source) == RealPath(target))
            throw new UsageException($"'{source}' can't be converted onto itself");
        var clock = Stopwatch.StartNew();
        using (var model = NetworkOptions.Open(source, key))
        {
            terminal.Error.WriteLine($"{source}: {model.Info.Format}, {Quantities.Bytes(new FileInfo(source).Length)}");
            cancellation.ThrowIfCancellationRequested();
            save(model, target);
        }
        terminal.Error.WriteLine($"{target}: {name}, {Quantities.Bytes(new FileInfo(target).Length)}, in {Quantities.Time(clock.Elapsed)}");
        terminal.Out.WriteLine(target);
    }

    private static string RealPath(string path)
    {
        var file = new FileInfo(path);
        return (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? file.FullName;
    }
}
