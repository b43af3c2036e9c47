using CsCheck;
using StyleGanIlgpu.GpuCheck;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class PredictionTests
{
    private static readonly PredictedNetwork OnA100 = new("net", "fp16", 2, "A100", ["map", "conv", "sum", "rgb"], [1, 100, 5, 10]);

    private static readonly DeviceSpeed A100 = new("NVIDIA A100-SXM4-40GB", 80, 108, 1.41);

    private static CheckResults Results() => new() { Engine = "engine", Machine = "machine", When = "now" };

    private static LaunchResult[] Launches(params (string Kernel, double Time)[] launches) =>
        [.. launches.Select((launch, i) => new LaunchResult("net", "fp16", 2, i, launch.Kernel, "1 x 1 x 1", launch.Time))];

    [Theory]
    [InlineData("a b c", "a b c", "0 1 2")]
    [InlineData("", "", "")]
    // A place where another kernel was chosen.
    [InlineData("a x c b", "a b c b", "0 -1 2 3")]
    // One launch more, and one less: what comes after is told from the end.
    [InlineData("a x b c", "a b c", "0 -1 1 2")]
    [InlineData("a c", "a b c", "0 2")]
    // Not counted twice where the middle repeats.
    [InlineData("a a a", "a a", "0 1 -1")]
    [InlineData("a a", "a a a", "0 1")]
    [InlineData("a b", "", "-1 -1")]
    [InlineData("a x y d", "a z d", "0 -1 -1 2")]
    public void Launches_are_matched_by_order_and_name(string engine, string model, string expected)
    {
        var match = LaunchMatch.Of(Words(engine), Words(model));
        Assert.Equal(expected, string.Join(' ', match.Model));
        Assert.Equal(engine != model, match.Difference is not null);
    }

    [Fact]
    public void Matched_launches_have_one_name_and_one_order() =>
        Gen.Select(Gen.Char["ab"].Array[0, 9], Gen.Char["ab"].Array[0, 9]).Sample((engine, model) =>
        {
            string[] ours = [.. engine.Select(letter => $"{letter}")], theirs = [.. model.Select(letter => $"{letter}")];
            var match = LaunchMatch.Of(ours, theirs);
            var matched = match.Model.Select((there, here) => (there, here)).Where(pair => pair.there >= 0).ToArray();
            Assert.All(matched, pair => Assert.Equal(ours[pair.here], theirs[pair.there]));
            Assert.Equal(matched.Select(pair => pair.there).Distinct().Order(), matched.Select(pair => pair.there));
            Assert.Equal(ours.SequenceEqual(theirs), match.Difference is null);
        });

    [Fact]
    public void The_first_difference_is_said() =>
        Assert.Equal("3 launches, 2 in the model; launch 1 is conv, the model's other", LaunchMatch.Of(["a", "conv", "c"], ["a", "other"]).Difference);

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3", 90, 132, "H100")]
    [InlineData("NVIDIA GeForce RTX 4090", 89, 128, "RTX 4090")]
    [InlineData("Tesla T4", 75, 40, "T4")]
    [InlineData("NVIDIA H100 PCIe", 90, 114, "H100 (of 132 multiprocessors, this has 114)")]
    public void A_GPU_of_the_model_is_known_by_its_name(string name, int architecture, int multiprocessors, string words)
    {
        var gpu = NearestGpu.Of(new DeviceSpeed(name, architecture, multiprocessors, 1), ["T4", "H100", "RTX 4090", "A100"])!;
        Assert.Equal(1, gpu.Scale);
        Assert.Equal(words, gpu.Words);
    }

    [Theory]
    [InlineData("NVIDIA H200", 90, 132, 1.98, "H100", 1)]
    [InlineData("NVIDIA GeForce RTX 3060", 86, 28, 1.78, "RTX 4090", 128 * 2.52 / (28 * 1.78))]
    [InlineData("NVIDIA GeForce RTX 4090 Laptop GPU", 89, 76, 2.04, "RTX 4090", 128 * 2.52 / (76 * 2.04))]
    [InlineData("NVIDIA T400", 75, 6, 1.43, "T4", 40 * 1.59 / (6 * 1.43))]
    public void Another_is_the_nearest_scaled_and_says_so(string name, int architecture, int multiprocessors, double clock, string nearest, double scale)
    {
        var gpu = NearestGpu.Of(new DeviceSpeed(name, architecture, multiprocessors, clock), ["T4", "H100", "RTX 4090", "A100"])!;
        Assert.Equal(nearest, gpu.Name);
        Assert.Equal(scale, gpu.Scale, 1e-9);
        Assert.Contains($"the model has no {name}", gpu.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_loses_most_stands_at_the_top_and_first()
    {
        var results = Results();
        new ModelPredictions([OnA100 with { Gpu = "T4" }, OnA100]).Add(A100, Launches(("map", 3), ("conv", 150), ("sum", 4), ("rgb", 40)), results);
        var report = MarkdownReport.Write(results);
        Assert.Contains("- 25 µs a picture: net fp16 batch 2, launch 1, conv (1 x 1 x 1): 150.0 µs, predicted 100.0, 1.5 times\n- 15 µs a picture: ", report, StringComparison.Ordinal);
        Assert.Contains("- conv: 25.0 µs a picture in the mean, 1.5 times what is predicted\n- rgb: 15.0 µs", report, StringComparison.Ordinal);
        Assert.Contains("| net | fp16 | 2 | A100 | 4 | 197.0 | 4 | 197.0 | 116.0 | 1.7 |  |", report, StringComparison.Ordinal);
        Assert.Contains("| net | fp16 | 2 | conv | 1 | 150.0 | 76 % | 1 | 150.0 | 100.0 | 1.5 | 50.0 |\n| net | fp16 | 2 | rgb |", report, StringComparison.Ordinal);
        Assert.Contains("| net | fp16 | 2 | 0 | map | 1 x 1 x 1 | 3.0 | 1.0 | 3.0 | 2.0 |\n| net | fp16 | 2 | 2 | sum | 1 x 1 x 1 | 4.0 | 5.0 | 0.8 | -1.0 |\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Launches_that_the_model_lacks_are_said_and_count_for_nothing()
    {
        var results = Results();
        new ModelPredictions([OnA100]).Add(A100, Launches(("map", 1), ("other", 900), ("rgb", 12)), results);
        var report = MarkdownReport.Write(results);
        Assert.Contains("| net | fp16 | 2 | A100 | 3 | 913.0 | 2 | 13.0 | 11.0 | 1.2 | 3 launches, 4 in the model; launch 1 is other, the model's conv |", report, StringComparison.Ordinal);
        Assert.Contains("| net | fp16 | 2 | other | 1 | 900.0 | 99 % | 0 | 0.0 | 0.0 |  | 0.0 |", report, StringComparison.Ordinal);
        Assert.Contains("| net | fp16 | 2 | 1 | other | 1 x 1 x 1 | 900.0 |  |  |  |", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net", "fp16", 1)]
    [InlineData("net", "float32", 2)]
    [InlineData("other", "fp16", 2)]
    public void A_network_that_isnt_predicted_is_measured_all_the_same(string network, string precision, int batch)
    {
        var results = Results();
        new ModelPredictions([OnA100 with { Network = network, Precision = precision, Batch = batch }]).Add(A100, Launches(("map", 1)), results);
        Assert.Contains("the model has no such network", Assert.Single(results.Predictions).Difference, StringComparison.Ordinal);
        Assert.Null(Assert.Single(results.Launches).PredictedMicroseconds);
    }

    [Fact]
    public void A_file_that_isnt_there_is_a_note_and_a_damaged_one_a_failure()
    {
        using var folder = new Cli.TempFolder();
        var results = Results();
        ModelPredictions.Read(CheckOptions.Parse(["--checkout", folder.Path]), results);
        Assert.StartsWith("nothing is predicted", Assert.Single(results.Notes), StringComparison.Ordinal);
        var file = Path.Combine(folder.Path, "model.json");
        File.WriteAllText(file, "[{");
        ModelPredictions.Read(CheckOptions.Parse(["--model", file]), results);
        Assert.StartsWith("nothing is predicted", Assert.Single(results.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_as_the_model_writes_it()
    {
        using var folder = new Cli.TempFolder();
        var file = Path.Combine(folder.Path, "model.json");
        File.WriteAllText(file, """[{"network":"net","precision":"fp16","batch":2,"gpu":"A100","kernels":["map"],"microseconds":[7.5]}]""");
        var results = Results();
        ModelPredictions.Read(CheckOptions.Parse(["--model", file]), results).Add(A100, Launches(("map", 15)), results);
        Assert.Equal(7.5, Assert.Single(results.Launches).PredictedMicroseconds);
    }

    [Fact]
    public void Half_the_multiprocessors_are_predicted_to_take_twice_as_long()
    {
        var results = Results();
        new ModelPredictions([OnA100]).Add(A100 with { Name = "NVIDIA A30", Multiprocessors = 54 }, Launches(("map", 3), ("conv", 150), ("sum", 4), ("rgb", 40)), results);
        Assert.Equal([2.0, 200, 10, 20], results.Launches.Select(launch => Math.Round(launch.PredictedMicroseconds!.Value, 9)));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
