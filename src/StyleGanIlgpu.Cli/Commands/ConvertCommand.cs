using System.CommandLine;
using System.Diagnostics;
using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>convert: any supported checkpoint to safetensors, which can't hold code and loads at once.</summary>
internal static class ConvertCommand
{
    private const string Ending = ".safetensors";

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var source = new Argument<string>("IN") { Description = "A checkpoint of any supported format." };
        var target = new Argument<string>("OUT.safetensors") { Description = "The file to write; an existing one is replaced." };
        var key = NetworkOptions.Key();
        var command = new Command("convert", "Convert a checkpoint to safetensors, which holds no code and loads at once.") { source, target, key };
        command.SetAction(line => Run(terminal, line.GetRequiredValue(source), line.GetRequiredValue(target), line.GetValue(key) as string, cancellation));
        return command;
    }

    private static void Run(Terminal terminal, string source, string target, string? key, CancellationToken cancellation)
    {
        if (!target.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{target}' doesn't end in {Ending}, the only format that convert writes");
        NetworkOptions.CheckFile(source);
        if (RealPath(source) == RealPath(target))
            throw new UsageException($"'{source}' can't be converted onto itself");
        var clock = Stopwatch.StartNew();
        using (var model = NetworkOptions.Open(source, key))
        {
            terminal.Error.WriteLine($"{source}: {model.Info.Format}, {Quantities.Bytes(new FileInfo(source).Length)}");
            cancellation.ThrowIfCancellationRequested();
            model.SaveSafetensors(target);
        }
        terminal.Error.WriteLine($"{target}: safetensors, {Quantities.Bytes(new FileInfo(target).Length)}, in {Quantities.Time(clock.Elapsed)}");
        terminal.Out.WriteLine(target);
    }

    private static string RealPath(string path)
    {
        var file = new FileInfo(path);
        return (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? file.FullName;
    }
}
