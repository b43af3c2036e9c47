namespace StyleGanIlgpu.CudaModel;

/// <summary>What a GPU can do: the vendor's published figures, per streaming multiprocessor and clock where nothing else is said.</summary>
/// <param name="Name">As people say it.</param>
/// <param name="Architecture">Compute capability, 80 for 8.0.</param>
/// <param name="Multiprocessors">Streaming multiprocessors.</param>
/// <param name="Gigahertz">The clock under load.</param>
/// <param name="Memory">GB/s of device memory.</param>
/// <param name="Cache">GB/s of the second-level cache, as micro-benchmarks find it.</param>
/// <param name="CacheBytes">Its size.</param>
/// <param name="FloatLanes">float32 operations of the SIMT units.</param>
/// <param name="IntegerLanes">Integer operations.</param>
/// <param name="Tf32">Multiply-adds of dense tf32 products by mma.sync; 0 where there is none.</param>
/// <param name="Fp16">Multiply-adds of dense fp16 products with float32 sums by mma.sync.</param>
/// <param name="SharedBytes">Shared memory of a multiprocessor.</param>
/// <param name="MostThreads">Threads that a multiprocessor holds.</param>
/// <param name="MostBlocks">Blocks that it holds.</param>
/// <param name="SectorRate">32-byte sectors through the first-level cache.</param>
internal sealed record Gpu(
    string Name,
    int Architecture,
    int Multiprocessors,
    double Gigahertz,
    double Memory,
    double Cache,
    long CacheBytes,
    double FloatLanes,
    double IntegerLanes,
    double Tf32,
    double Fp16,
    int SharedBytes,
    int MostThreads,
    int MostBlocks,
    double SectorRate)
{
    public const int Registers = 65536;

    /// <summary>Warp instructions of the four schedulers.</summary>
    public const double Issue = 4;

    /// <summary>Lanes of the special functions.</summary>
    public const double SpecialLanes = 16;

    // Hopper's mma.sync reaches about 62 % of what its wgmma does (4096 and 8192 floating-point operations a clock).
    public static IReadOnlyList<Gpu> All { get; } =
    [
        new("T4", 75, 40, 1.35, 320, 1270, 4L << 20, 64, 64, 0, 512, 64 << 10, 1024, 16, 2),
        new("RTX 4090", 89, 128, 2.52, 1008, 5000, 72L << 20, 128, 64, 128, 256, 100 << 10, 1536, 24, 4),
        new("A100", 80, 108, 1.41, 1935, 5000, 40L << 20, 64, 64, 512, 1024, 164 << 10, 2048, 32, 4),
        new("H100", 90, 132, 1.75, 3350, 5600, 50L << 20, 128, 64, 0.62 * 1024, 0.62 * 2048, 228 << 10, 2048, 32, 4),
    ];

    public double Clock => Gigahertz * 1e9;
}
