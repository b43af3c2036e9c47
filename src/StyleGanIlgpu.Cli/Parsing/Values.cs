using System.Globalization;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>The kinds of values that options take. Numbers are written with a point, whatever the machine's language.</summary>
internal static class Values
{
    public static bool ReadText(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }

    public static bool ReadNumber(string text, out float? value) =>
        (value = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : null) is not null;

    public static bool ReadNumber(string text, out double? value) =>
        (value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null) is not null;

    public static bool ReadUnsigned(string text, out ulong? value) =>
        (value = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null) is not null;

    /// <summary>A whole number from least to most.</summary>
    public static TryReadValue<int?> WholeNumber(int least, int most) => (text, out value) =>
        (value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null)
        is not null;

    /// <summary>One of a table of names.</summary>
    public static TryReadValue<T?> OneOf<T>(params (string Name, T Value)[] table)
        where T : struct => (text, out value) =>
    {
        foreach (var (name, entry) in table)
        {
            if (name == text)
            {
                value = entry;
                return true;
            }
        }
        value = null;
        return false;
    };

    /// <summary>Two numbers with a comma between: "0.25,-0.1".</summary>
    public static bool ReadPair(string text, out (double X, double Y)? value)
    {
        var parts = text.Split(',');
        value = parts.Length == 2 && ReadNumber(parts[0], out double? x) && ReadNumber(parts[1], out double? y) ? (x!.Value, y!.Value) : null;
        return value is not null;
    }

    /// <summary>"auto", "cpu", "cuda" or "cuda:N".</summary>
    public static bool ReadDevice(string text, out string value)
    {
        value = text;
        return text is "auto" or "cpu" or "cuda"
            || (text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>Columns and rows: "4x4".</summary>
    public static bool ReadGrid(string text, out GridSize? value)
    {
        var parts = text.Split('x');
        var side = WholeNumber(1, GridSize.LongestSide);
        value = parts.Length == 2 && side(parts[0], out var columns) && side(parts[1], out var rows) ? new GridSize(columns!.Value, rows!.Value) : null;
        return value is not null;
    }
}
