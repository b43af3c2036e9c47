namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>TruncateKernel</c> takes.</summary>
partial struct TruncateArguments
{
    /// <summary>[N, Width].</summary>
    public DeviceFloats W;

    /// <summary>[N, Rows].</summary>
    public DeviceFloats Psi;

    /// <summary>[Width], or of each sample one, [N, Width]; empty where there is none, and every row is a copy.</summary>
    public DeviceFloats Average;

    /// <summary>[N, Rows, Width].</summary>
    public DeviceFloats Ws;

    /// <summary>Floats of w.</summary>
    public int Width;

    /// <summary>Rows of ws of a sample.</summary>
    public int Rows;

    /// <summary>Floats from one sample's average to the next: 0 where all have the same.</summary>
    public int AverageStride;

    private const int Threads = 128;

    /// <summary>A thread a column of a sample; samples along y.</summary>
    public static KernelLaunch Launch(int width, int batch) => new("truncate", new Extent(Extent.Cover(width, Threads), batch), new Extent(Threads));
}
