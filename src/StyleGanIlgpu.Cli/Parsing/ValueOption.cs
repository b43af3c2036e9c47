using System.CommandLine;
using System.CommandLine.Parsing;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>
/// An option with one value. A wrong value gives a line that names the option, the value and what is accepted. Values are boxed: an option
/// class for each value type would have to be compiled at every start.
/// </summary>
internal sealed class ValueOption : Option<object?>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="helpName">Stands for the value in help: "PSI".</param>
    /// <param name="accepted">What is accepted, for people: "a number".</param>
    /// <param name="read">Reads a value; null where the text isn't one.</param>
    public ValueOption(string name, string helpName, string accepted, Func<string, object?> read)
        : base(name)
    {
        HelpName = helpName;
        Accepted = accepted;
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = argument => Read(argument, read);
    }

    public string Accepted { get; }

    private object? Read(ArgumentResult argument, Func<string, object?> read)
    {
        var text = argument.Tokens[0].Value;
        if (read(text) is { } value)
            return value;
        argument.AddError($"{Name} {(text.Length == 0 ? "''" : text)}: expected {Accepted}");
        return null;
    }
}
