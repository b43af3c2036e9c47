using BenchmarkDotNet.Running;
using StyleGanIlgpu.Benchmarks;
using StyleGanIlgpu.Benchmarks.Comparison;

// Quick ways in this process: whole pictures, as the PyTorch baseline times them; whether they are right;
// convolutions alone; each step of a picture; the GPU engine's memory and host time; the report of benchmarks/compare-cpu.sh.
// Otherwise BenchmarkDotNet and its options.
switch (args)
{
    case ["--quick", .. var networks]:
        return QuickTimings.Run(networks);
    case ["--verify", .. var networks]:
        return Verification.Run(networks);
    case ["--convolutions", .. var layers]:
        return ConvolutionTimings.Run(layers);
    case ["--phases", var network, .. var threads]:
        return PhaseTimings.Run(network, threads);
    case ["--gpu-memory"]:
        return GpuMemory.Run();
    case ["--gpu-host", .. var networks]:
        return GpuHostTimings.Run(networks);
    case ["--report", var folder, var path, var conditions]:
        return ComparisonReport.Run(folder, path, conditions);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(PictureBenchmarks).Assembly).Run(args);
        return 0;
}
