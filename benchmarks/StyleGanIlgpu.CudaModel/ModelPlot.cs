using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.CudaModel;

/// <summary>Predicted milliseconds of a picture at batch 1 as bars on a logarithmic scale, the roofline's as a mark on each.</summary>
internal static class ModelPlot
{
    private const double Left = 190, Width = 640, Bar = 9, LeastMilliseconds = 0.1, MostMilliseconds = 100;

    private static readonly string[] Colors = ["#4e79a7", "#f28e2b", "#59a14f", "#b07aa1"];

    public static string Draw(IReadOnlyList<NetworkTimes> all)
    {
        var rows = all.Where(times => times.Batch == 1).GroupBy(times => $"{times.Network}, {times.Precision}").ToArray();
        var height = 60 + (rows.Length * ((Bar * Gpu.All.Count) + 8));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"860\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        text.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (var i = 0; i < Gpu.All.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left + (i * 90)}\" y=\"8\" width=\"10\" height=\"10\" fill=\"{Colors[i]}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + 14 + (i * 90)}\" y=\"17\">{Gpu.All[i].Name}</text>\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (Gpu.All.Count * 90)}\" y=\"17\">ms a picture (model); line: roofline</text>\n");
        foreach (var tick in new[] { 0.1, 0.3, 1, 3, 10, 30, 100 })
        {
            text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(tick):0.0}\" x2=\"{X(tick):0.0}\" y1=\"26\" y2=\"{height - 22}\" stroke=\"#ddd\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(tick):0.0}\" y=\"{height - 8}\" text-anchor=\"middle\">{tick}</text>\n");
        }
        var y = 30.0;
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + (Bar * Gpu.All.Count / 2) + 4:0.0}\" text-anchor=\"end\">{row.Key}</text>\n");
            foreach (var times in row)
            {
                var color = Colors[Gpu.All.ToList().IndexOf(times.Gpu)];
                text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y:0.0}\" width=\"{X(times.Seconds * 1e3) - Left:0.0}\" height=\"{Bar - 1}\" fill=\"{color}\"/>");
                text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(times.Roof * 1e3):0.0}\" y=\"{y:0.0}\" width=\"2\" height=\"{Bar - 1}\" fill=\"black\"/>\n");
                y += Bar;
            }
            y += 8;
        }
        return text.Append("</svg>\n").ToString();
    }

    private static double X(double milliseconds) =>
        Left + (Width * Math.Clamp(Math.Log(milliseconds / LeastMilliseconds) / Math.Log(MostMilliseconds / LeastMilliseconds), 0, 1));
}
