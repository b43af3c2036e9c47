using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.Benchmarks.Comparison;

/// <summary>What a chart shows of one thing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points, from left to right; all positive.</param>
/// <param name="IsBound">True for a limit to compare with: a dashed line without marks.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsBound = false);

/// <summary>Lines over two logarithmic axes as SVG.</summary>
internal static class LogChart
{
    private const double Left = 70, Top = 20, Width = 560, Height = 360;

    private static readonly string[] Colors = ["#4e79a7", "#f28e2b", "#59a14f", "#b07aa1"];

    public static string Draw(string xName, string yName, IReadOnlyList<Series> all)
    {
        var points = all.SelectMany(series => series.Points).ToArray();
        var (xTicks, yTicks) = (Ticks(points.Select(point => point.X)), Ticks(points.Select(point => point.Y)));
        var text = new StringBuilder();
        Add(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + 20}\" height=\"{Top + Height + 50}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(text, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        foreach (var tick in xTicks)
        {
            var x = Left + Width * Place(xTicks, tick);
            Add(text, $"<line x1=\"{x:0.0}\" x2=\"{x:0.0}\" y1=\"{Top}\" y2=\"{Top + Height}\" stroke=\"#ddd\"/><text x=\"{x:0.0}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{tick}</text>");
        }
        foreach (var tick in yTicks)
        {
            var y = Top + Height * (1 - Place(yTicks, tick));
            Add(text, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{tick}</text>");
        }
        Add(text, $"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 40}\" text-anchor=\"middle\">{xName}</text>");
        Add(text, $"<text transform=\"translate(16 {Top + Height / 2}) rotate(-90)\" text-anchor=\"middle\">{yName}</text>");
        for (var i = 0; i < all.Count; i++)
        {
            var (series, color) = (all[i], all[i].IsBound ? "#999" : Colors[i % Colors.Length]);
            var at = series.Points.Select(point => (X: Left + Width * Place(xTicks, point.X), Y: Top + Height * (1 - Place(yTicks, point.Y)))).ToArray();
            var path = string.Join(' ', at.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.0},{point.Y:0.0}")));
            Add(text, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\"{(series.IsBound ? " stroke-dasharray=\"5 4\"" : "")}/>");
            foreach (var (x, y) in series.IsBound ? [] : at)
                Add(text, $"<circle cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"3.5\" fill=\"{color}\"/>");
            Add(text, $"<text x=\"{Left + 12}\" y=\"{Top + 18 + 16 * i}\" fill=\"{color}\">{series.Name}</text>");
        }
        return text.Append("</svg>\n").ToString();
    }

    /// <summary>Powers of ten around the values, or of two where they are close together.</summary>
    private static double[] Ticks(IEnumerable<double> values)
    {
        var (least, most) = (values.Min(), values.Max());
        var step = most / least > 40 ? 10.0 : 2;
        // A value on a tick must not be rounded to the next.
        var (first, last) = (Math.Floor(Math.Log(least, step) + 1e-9), Math.Ceiling(Math.Log(most, step) - 1e-9));
        return [.. Enumerable.Range((int)first, (int)Math.Max(last - first, 1) + 1).Select(power => Math.Pow(step, power))];
    }

    private static double Place(double[] ticks, double value) => Math.Log(value / ticks[0]) / Math.Log(ticks[^1] / ticks[0]);

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
