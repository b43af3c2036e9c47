using System.CommandLine;

namespace StyleGanIlgpu.Cli.Commands;

internal static class InfoCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation = default)
    {
        var command = new Command("info", "todo");
        command.SetAction(_ => { terminal.Out.WriteLine("todo"); cancellation.ThrowIfCancellationRequested(); });
        return command;
    }
}
