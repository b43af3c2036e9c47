using BenchmarkDotNet.Attributes;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>StyleGAN3's filtered leaky ReLU at the sizes where it takes its time, on one thread and on all.</summary>
public class FilteredLayerBenchmarks : IDisposable
{
    private FilteredLayer? layer;

    /// <summary>The layer: configuration, size of the output, and up-sampling factor where it isn't 2.</summary>
    [Params("T-36", "T-148", "T-276-up4", "T-1044", "R-148", "R-276-up4")]
    public string Layer { get; set; } = "";

    /// <summary>0 for all.</summary>
    [Params(1, 0)]
    public int Threads { get; set; }

    /// <summary>Makes the layer.</summary>
    [GlobalSetup]
    public void Open()
    {
        layer = Layer switch
        {
            "T-36" => new FilteredLayer(512, 36, 2, radial: false, Threads),
            "T-148" => new FilteredLayer(512, 148, 2, radial: false, Threads),
            "T-276-up4" => new FilteredLayer(323, 276, 4, radial: false, Threads),
            "T-1044" => new FilteredLayer(32, 1044, 2, radial: false, Threads),
            "R-148" => new FilteredLayer(512, 148, 2, radial: true, Threads),
            _ => new FilteredLayer(323, 276, 4, radial: true, Threads),
        };
        layer.Run();
    }

    /// <summary>All channels of one sample.</summary>
    [Benchmark]
    public void FilteredLeakyRelu() => layer!.Run();

    /// <summary>Releases the layer.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        layer?.Dispose();
        GC.SuppressFinalize(this);
    }
}
