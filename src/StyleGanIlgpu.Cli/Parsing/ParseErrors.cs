using System.CommandLine;
using System.CommandLine.Parsing;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class ParseErrors
{
    public static string Describe(ParseResult line)
    {
        if (line.UnmatchedTokens is [var unknown, ..])
            return DescribeUnknown(unknown, line.CommandResult.Command);
        if (line.CommandResult.Command is RootCommand)
            return $"a command is needed: {Names(line.CommandResult.Command.Subcommands.Select(c => c.Name))} (stylegan --help shows more)";
        var error = line.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0, Option: ValueOption option } => $"{option.Name} needs a value: {option.Accepted}",
            OptionResult { IdentifierTokenCount: > 1, Option: ValueOption option } => $"{option.Name} is given more than once",
            ArgumentResult { Parent: CommandResult { Command: var command } } => $"{command.Name} needs {string.Join(" and ", command.Arguments.Select(a => a.Name))}",
            _ => error.Message,
        };
    }

    private static string DescribeUnknown(string unknown, Command command)
    {
        if (command is RootCommand)
            return $"'{unknown}' isn't a command; accepted: {Names(command.Subcommands.Select(c => c.Name))}";
        if (!unknown.StartsWith('-'))
            return $"'{unknown}' is one argument too many; {command.Name} --help shows what it takes";
        return $"'{unknown}' isn't an option of {command.Name}; accepted: {string.Join(", ", command.Options.Select(o => o.Name))}";
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
