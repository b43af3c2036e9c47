using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StyleGanIlgpu.Cli.Commands;
using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Cli;

/// <summary>The whole command: parses the line, runs what it names, and turns every failure into one line and an exit status.</summary>
internal static class CommandRoot
{
    /// <summary>Response files would make an argument that starts with @ mean something else than it says.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static int Run(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Add the stack trace to an error.", Recursive = true };
        try
        {
            var root = Create(verbose, terminal, cancellation);
            var line = root.Parse(args, Parsing);
            if (line.Action is ParseErrorAction)
                throw new UsageException(ParseErrors.Describe(line));
            return line.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception fault)
        {
            var failure = Failure.Of(fault);
            terminal.Error.WriteLine(failure.Line);
            if (args.Contains(verbose.Name))
                terminal.Error.WriteLine(fault);
            return failure.Status;
        }
    }

    private static RootCommand Create(Option<bool> verbose, Terminal terminal, CancellationToken cancellation)
    {
        var root = new RootCommand("Pictures from StyleGAN2 and StyleGAN3 checkpoints, on any machine.")
        {
            GenerateCommand.Create(terminal, cancellation),
            InfoCommand.Create(terminal),
            ConvertCommand.Create(terminal, cancellation),
            BenchCommand.Create(terminal, cancellation),
            DoctorCommand.Create(terminal),
        };
        root.Options.Add(verbose);
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction standard })
                option.Action = new HelpWithExamples(standard);
        }
        return root;
    }
}
