using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>What reports are made of: headed tables and lists of Markdown, left out where there is nothing in them.</summary>
internal static class ReportTable
{
    public const double MiB = 1024 * 1024;

    public static void Table<T>(this StringBuilder text, string title, string[] columns, IReadOnlyCollection<T> rows, Func<T, string[]> cells)
    {
        if (rows.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| ").AppendJoin(" | ", columns).Append(" |\n|");
        text.Insert(text.Length, "---|", columns.Length).Append('\n');
        foreach (var row in rows)
            text.Append("| ").AppendJoin(" | ", cells(row)).Append(" |\n");
    }

    public static void List(this StringBuilder text, string title, IReadOnlyCollection<string> lines)
    {
        if (lines.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n").AppendJoin('\n', lines.Select(line => $"- {line}")).Append('\n');
    }

    public static string Milliseconds(double? seconds) => seconds is { } known ? Number(known * 1000, "0.00") : "";

    public static string Number(double? value, string format = "0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
