using Spectre.Console;
using Spectre.Console.Rendering;

namespace StyleGanIlgpu.Cli.Output;

/// <summary>Facts and tables on standard output, as wide as the terminal; in a file no line is broken and nothing is coloured.</summary>
internal sealed class Sheet(Terminal terminal)
{
    private const int Unbroken = 10_000;

    /// <summary>A name and what is to say of it, line by line.</summary>
    public void Facts(IEnumerable<(string Name, string Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in facts)
            grid.AddRow(new Text(Printable(name), new Style(decoration: Decoration.Bold)), new Text(Printable(value)));
        Write(grid);
    }

    /// <summary>Rows under headings; the columns from <paramref name="firstNumber"/> to <paramref name="lastNumber"/> hold numbers.</summary>
    public void Table(string[] headings, IEnumerable<string[]> rows, int firstNumber, int lastNumber)
    {
        var table = new Table().Border(terminal.OutWidth is not null ? TableBorder.Rounded : TableBorder.Ascii);
        for (var column = 0; column < headings.Length; column++)
        {
            var alignment = column >= firstNumber && column <= lastNumber ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(new Text(headings[column])) { Alignment = alignment, NoWrap = column < headings.Length - 1 });
        }
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Printable(cell))));
        Write(table);
    }

    private void Write(IRenderable content)
    {
        if (terminal.OutWidth is { } width)
        {
            Render(content, terminal.Out, AnsiSupport.Detect, ColorSystemSupport.Detect, width);
            return;
        }
        // The renderer fills each line to the width of the whole: blanks that a file doesn't need.
        using var text = new StringWriter();
        Render(content, text, AnsiSupport.No, ColorSystemSupport.NoColors, Unbroken);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            terminal.Out.WriteLine(line.TrimEnd());
    }

    private static void Render(IRenderable content, TextWriter target, AnsiSupport ansi, ColorSystemSupport colors, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(target),
        });
        console.Profile.Width = width;
        console.Write(content);
    }

    /// <summary>Text from a file, with nothing left that a terminal would obey.</summary>
    private static string Printable(string text) =>
        string.Create(text.Length, text, static (result, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                result[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
}
