using BenchmarkDotNet.Attributes;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>One picture of each official shape, all cores; also shows that nothing is allocated for it.</summary>
[MemoryDiagnoser]
public class PictureBenchmarks : IDisposable
{
    private OnePicture? picture;

    /// <summary>The shape.</summary>
    [Params("stylegan2-256", "stylegan2-1024", "stylegan3-t-256", "stylegan3-r-256")]
    public string Network { get; set; } = "";

    /// <summary>Makes the network, and its first picture.</summary>
    [GlobalSetup]
    public void Open()
    {
        picture = new OnePicture(Network, threads: 0);
        picture.Make();
    }

    /// <summary>z to float picture.</summary>
    [Benchmark]
    public float[] Picture() => picture!.Make();

    /// <summary>Releases the network.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        picture?.Dispose();
        GC.SuppressFinalize(this);
    }
}
