using System.CommandLine;
using System.CommandLine.Parsing;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>Reads an option's value; false where the text isn't one.</summary>
internal delegate bool TryReadValue<T>(string text, out T value);

/// <summary>An option that can say what it accepts.</summary>
internal interface IAccepting
{
    string Name { get; }

    string Accepted { get; }
}

/// <summary>An option with one value. A wrong value gives a line that names the option, the value and what is accepted.</summary>
internal sealed class ValueOption<T> : Option<T>, IAccepting
{
    /// <param name="name">With its dashes.</param>
    /// <param name="helpName">Stands for the value in help: "PSI".</param>
    /// <param name="accepted">What is accepted, for people: "a number".</param>
    /// <param name="read">Reads a value.</param>
    public ValueOption(string name, string helpName, string accepted, TryReadValue<T> read)
        : base(name)
    {
        HelpName = helpName;
        Accepted = accepted;
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = argument => Read(argument, read);
    }

    public string Accepted { get; }

    private T? Read(ArgumentResult argument, TryReadValue<T> read)
    {
        var text = argument.Tokens[0].Value;
        if (read(text, out var value))
            return value;
        argument.AddError($"{Name} {(text.Length == 0 ? "''" : text)}: expected {Accepted}");
        return default;
    }
}
