using System.Globalization;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>
/// The kinds of values that options take; what reads them gives null for a text that isn't one. Numbers are written with a point, whatever
/// the machine's language.
/// </summary>
internal static class Values
{
    public static object? Text(string text) => text.Length > 0 ? text : null;

    public static object? Float(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : null;

    public static object? Double(string text) => TryDouble(text, out var number) ? number : null;

    public static object? Unsigned(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A whole number from least to most.</summary>
    public static Func<string, object?> WholeNumber(int least, int most) => text => TryWhole(text, least, most, out var number) ? number : null;

    /// <summary>Whole numbers from least to most, with commas between: "1,2,4".</summary>
    public static Func<string, object?> WholeNumbers(int least, int most) => text =>
    {
        var parts = text.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryWhole(parts[i], least, most, out numbers[i]))
                return null;
        }
        return numbers;
    };

    /// <summary>One of a table of names.</summary>
    public static Func<string, object?> OneOf(params (string Name, object Value)[] table) =>
        text => Array.Find(table, entry => entry.Name == text).Value;

    /// <summary>Two numbers with a comma between: "0.25,-0.1".</summary>
    public static object? Pair(string text) =>
        text.Split(',') is [var first, var second] && TryDouble(first, out var x) && TryDouble(second, out var y) ? (X: x, Y: y) : null;

    /// <summary>"auto", "cpu", "cuda" or "cuda:N".</summary>
    public static object? Device(string text) =>
        text is "auto" or "cpu" or "cuda" || (text.StartsWith("cuda:", StringComparison.Ordinal) && TryWhole(text[5..], 0, int.MaxValue, out _)) ? text : null;

    /// <summary>"cuda" or "cuda:N".</summary>
    public static object? Gpu(string text) => text is "auto" or "cpu" ? null : Device(text);

    /// <summary>Columns and rows: "4x4".</summary>
    public static object? Grid(string text) =>
        text.Split('x') is [var first, var second]
            && TryWhole(first, 1, GridSize.LongestSide, out var columns) && TryWhole(second, 1, GridSize.LongestSide, out var rows)
            ? new GridSize(columns, rows)
            : null;

    private static bool TryDouble(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool TryWhole(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
