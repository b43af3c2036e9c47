using BenchmarkDotNet.Running;
using StyleGanIlgpu.Benchmarks;

// Two quick ways in this process: whole pictures, as the PyTorch baseline times them, and convolutions alone.
// Otherwise BenchmarkDotNet and its options.
switch (args)
{
    case ["--quick", .. var networks]:
        return QuickTimings.Run(networks);
    case ["--convolutions", .. var layers]:
        return ConvolutionTimings.Run(layers);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(PictureBenchmarks).Assembly).Run(args);
        return 0;
}
