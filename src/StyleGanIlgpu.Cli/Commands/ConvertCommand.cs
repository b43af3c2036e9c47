using System.CommandLine;

namespace StyleGanIlgpu.Cli.Commands;

internal static class ConvertCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation = default)
    {
        var command = new Command("convert", "todo");
        command.SetAction(_ => { terminal.Out.WriteLine("todo"); cancellation.ThrowIfCancellationRequested(); });
        return command;
    }
}
