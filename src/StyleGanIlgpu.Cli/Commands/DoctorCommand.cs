using System.CommandLine;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>doctor: what this machine offers, and why something of it can't be used.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Say what this machine offers: vector instructions, cores, memory, CUDA.");
        command.SetAction(_ => { Run(terminal); });
        return command;
    }

    private static void Run(Terminal terminal)
    {
        terminal.Out.WriteLine("todo");
    }
}
