using BenchmarkDotNet.Attributes;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>Modulated convolutions of official networks, on one thread and on all.</summary>
public class ConvolutionBenchmark : IDisposable
{
    private ConvolutionLayer? layer;

    /// <summary>The layers: channels, size of the input, kind.</summary>
    public static IEnumerable<string> Layers => ConvolutionShape.All.Keys;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>0 for all.</summary>
    [Params(1, 0)]
    public int Threads { get; set; }

    /// <summary>Makes the layer.</summary>
    [GlobalSetup]
    public void Open()
    {
        layer = new ConvolutionLayer(ConvolutionShape.All[Layer], Threads);
        layer.Run();
    }

    /// <summary>One sample.</summary>
    [Benchmark]
    public void Convolution() => layer!.Run();

    /// <summary>Releases the layer.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        layer?.Dispose();
        GC.SuppressFinalize(this);
    }
}
