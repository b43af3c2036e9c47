using BenchmarkDotNet.Running;
using StyleGanIlgpu.Benchmarks;

// With --quick: whole pictures only, in this process, as the PyTorch baseline times them. Otherwise BenchmarkDotNet and its options.
if (args is not ["--quick", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(PictureBenchmarks).Assembly).Run(args);
    return 0;
}
return QuickTimings.Run(rest);
