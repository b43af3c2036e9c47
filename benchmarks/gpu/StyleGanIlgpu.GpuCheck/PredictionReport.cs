using System.Globalization;
using System.Text;
using static StyleGanIlgpu.GpuCheck.ReportTable;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Launches beside their predictions: what to change first, then by network, by kernel, and each by itself.</summary>
internal static class PredictionReport
{
    /// <summary>Launches and kernels that are named at the top.</summary>
    private const int Worst = 12;

    /// <summary>What is short enough to stand at the top of a report.</summary>
    public static void WriteWorst(StringBuilder text, CheckResults results)
    {
        text.List("Where the time goes over the model", [.. results.Launches.Where(launch => launch.Lost > 0).OrderByDescending(launch => launch.Lost).Take(Worst).Select(launch =>
            string.Create(CultureInfo.InvariantCulture, $"{launch.Lost:0} µs a picture: {Of(launch)}, launch {launch.Index}, {launch.Kernel} ({launch.Grid}): {launch.Microseconds:0.0} µs, predicted {launch.PredictedMicroseconds:0.0}, {launch.Microseconds / launch.PredictedMicroseconds:0.0} times"))]);
        var networks = results.Launches.Select(Of).Distinct().Count();
        text.List("Which kernels lose it, over all networks measured", [.. results.Launches.Where(launch => launch.PredictedMicroseconds is not null)
            .GroupBy(launch => launch.Kernel)
            .Select(kernel => (Kernel: kernel.Key, Lost: kernel.Sum(launch => launch.Lost), Ratio: kernel.Sum(Measured) / kernel.Sum(Predicted)))
            .Where(kernel => kernel.Lost > 0).OrderByDescending(kernel => kernel.Lost).Take(Worst)
            .Select(kernel => string.Create(CultureInfo.InvariantCulture, $"{kernel.Kernel}: {kernel.Lost / networks:0.0} µs a picture in the mean, {kernel.Ratio:0.0} times what is predicted"))]);
    }

    public static void WriteTables(StringBuilder text, CheckResults results)
    {
        var networks = results.Launches.ToLookup(Of);
        text.Table(
            "Predicted and measured, by network",
            ["network", "precision", "batch", "model of", "launches", "measured, µs", "with a prediction", "measured of these, µs", "predicted, µs", "times", "launches that aren't the model's"],
            results.Predictions,
            row =>
            {
                var launches = networks[Of(row.Network, row.Precision, row.Batch)].ToArray();
                var known = launches.Where(launch => launch.PredictedMicroseconds is not null).ToArray();
                return
                [
                    row.Network, row.Precision, Number(row.Batch), row.Gpu ?? "", Number(launches.Length), Number(launches.Sum(Measured), "0.0"),
                    Number(row.Matched), Number(known.Sum(Measured), "0.0"), Number(known.Sum(Predicted), "0.0"), Ratio(known), row.Difference ?? "",
                ];
            });
        text.Table(
            "Predicted and measured, by kernel",
            ["network", "precision", "batch", "kernel", "launches", "µs", "share of the picture", "with a prediction", "measured, µs", "predicted, µs", "times", "lost, µs"],
            [.. networks.SelectMany(network => network.GroupBy(launch => launch.Kernel).OrderByDescending(kernel => kernel.Sum(Measured)).Select(kernel => (Network: network, Kernel: kernel)))],
            row =>
            {
                var (one, known) = (row.Kernel.First(), row.Kernel.Where(launch => launch.PredictedMicroseconds is not null).ToArray());
                return
                [
                    one.Network, one.Precision, Number(one.Batch), row.Kernel.Key, Number(row.Kernel.Count()), Number(row.Kernel.Sum(Measured), "0.0"),
                    Number(row.Kernel.Sum(Measured) / row.Network.Sum(Measured), "0 %"), Number(known.Length),
                    Number(known.Sum(Measured), "0.0"), Number(known.Sum(Predicted), "0.0"), Ratio(known), Number(known.Sum(Measured) - known.Sum(Predicted), "0.0"),
                ];
            });
        text.Table(
            "Predicted and measured, launch by launch, what loses most first",
            ["network", "precision", "batch", "launch", "kernel", "grid", "measured, µs", "predicted, µs", "times", "lost, µs"],
            [.. networks.SelectMany(network => network.OrderByDescending(launch => launch.Lost))],
            launch =>
            [
                launch.Network, launch.Precision, Number(launch.Batch), Number(launch.Index), launch.Kernel, launch.Grid, Number(launch.Microseconds, "0.0"),
                Number(launch.PredictedMicroseconds, "0.0"), Number(launch.Microseconds / launch.PredictedMicroseconds, "0.0"),
                Number(launch.Microseconds - launch.PredictedMicroseconds, "0.0"),
            ]);
    }

    private static string Of(LaunchResult launch) => Of(launch.Network, launch.Precision, launch.Batch);

    private static string Of(string network, string precision, int batch) => string.Create(CultureInfo.InvariantCulture, $"{network} {precision} batch {batch}");

    private static double Measured(LaunchResult launch) => launch.Microseconds;

    private static double Predicted(LaunchResult launch) => launch.PredictedMicroseconds ?? 0;

    private static string Ratio(LaunchResult[] known) => known.Length == 0 ? "" : Number(known.Sum(Measured) / known.Sum(Predicted), "0.0");
}
