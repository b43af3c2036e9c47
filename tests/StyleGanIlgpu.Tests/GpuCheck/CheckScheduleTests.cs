using StyleGanIlgpu.GpuCheck;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class CheckScheduleTests
{
    private static string[] Steps(params string[] arguments)
    {
        var options = CheckOptions.Parse(arguments);
        var results = new CheckResults { Engine = "", Machine = "", When = "" };
        return [.. CheckSchedule.Steps(options, results, new CheckClock(TimeSpan.FromHours(1))).Select(step => $"{step.Part}: {step.What}")];
    }

    [Fact]
    public void What_matters_most_comes_first()
    {
        var steps = Steps("--networks", "stylegan2-256", "--batches", "4,1", "--precisions", "tf32,fp16,float32");
        Assert.Equal(
            [
                "parity: float32", "parity: fp16", "parity: tf32",
                "shapes: stylegan2-256 float32", "shapes: stylegan2-256 fp16", "shapes: stylegan2-256 tf32",
                "timings: stylegan2-256 float32, batch 1", "timings: stylegan2-256 fp16, batch 1",
                "pytorch: stylegan2-256 float32, batch 1, eager and graph and reduce-overhead", "pytorch: stylegan2-256 fp16, batch 1, eager and graph and reduce-overhead",
                "kernels: as compiled", "timings: stylegan2-256 tf32, batch 1",
            ],
            steps[..12]);
        Assert.Equal(["sanitizer: memcheck", "sanitizer: racecheck", "sanitizer: initcheck", "sanitizer: synccheck"], steps[^4..]);
        Assert.StartsWith("pytorch: stylegan2-256 tf32, batch 1,4, max-autotune", steps[^5], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_network_is_timed_once_in_each_precision_and_batch()
    {
        var timings = Steps("--parts", "timings", "--precisions", "official,fp16,tf32");
        Assert.Equal(6 * 3 * 3, timings.Length);
        Assert.Equal(timings.Length, timings.Distinct().Count());
    }

    [Fact]
    public void The_official_code_alone_has_the_official_precision()
    {
        using var folder = new Cli.TempFolder();
        foreach (var name in new[] { "dnnlib", "torch_utils", "training" })
            Directory.CreateDirectory(Path.Combine(folder.Path, name));
        Assert.Equal(
            ["pytorch: official stylegan3-t-256 official, batch 1", "pytorch: official stylegan3-t-256 official, batch 4,16"],
            Steps("--parts", "pytorch", "--networks", "stylegan3-t-256", "--precisions", "official", "--official", folder.Path));
    }
}
