using System.Text.Json;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Runs benchmarks/pytorch: in each precision its own comparison with the golden pictures, and then its timings.</summary>
internal static class PyTorchBaseline
{
    private static readonly string[] Precisions = ["float32", "tf32", "fp16"];

    public static void Run(CheckOptions options, CheckResults results)
    {
        var scripts = Path.Combine(options.Checkout, "benchmarks", "pytorch");
        var (status, output) = ChildProcess.Run(options.Python, "-c", "import torch, numpy; assert torch.cuda.is_available(), 'PyTorch sees no GPU'");
        if (status != 0)
        {
            results.Notes.Add($"PyTorch left out: {ChildProcess.LastLine(output)}");
            return;
        }
        foreach (var precision in Precisions)
        {
            (status, output) = ChildProcess.Run(options.Python, Path.Combine(scripts, "verify.py"), "--device", "cuda", "--precision", precision);
            if (status != 0)
            {
                results.Failures.Add($"PyTorch in {precision} isn't timed, since it makes other pictures: {ChildProcess.LastLine(output)}");
                continue;
            }
            (status, output) = ChildProcess.Run(
                options.Python,
                [
                    Path.Combine(scripts, "bench_gpu.py"), .. options.Networks, "--precisions", precision,
                    "--batches", string.Join(',', options.Batches), "--runs", $"{options.Runs}",
                ]);
            foreach (var line in output.Split('\n').Where(line => line.StartsWith('{')))
                results.Baseline.Add(JsonSerializer.Deserialize(line, ResultsJson.Default.BaselineResult)!);
            if (status != 0)
                results.Failures.Add($"PyTorch in {precision} ended early: {ChildProcess.LastLine(output)}");
        }
    }
}
