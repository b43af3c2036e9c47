using System.CommandLine;

namespace StyleGanIlgpu.Cli.Commands;

internal static class GenerateCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation = default)
    {
        var command = new Command("generate", "todo");
        command.SetAction(_ => { terminal.Out.WriteLine("todo"); cancellation.ThrowIfCancellationRequested(); });
        return command;
    }
}
