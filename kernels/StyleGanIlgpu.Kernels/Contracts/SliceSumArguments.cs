namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>SliceSumKernel</c> takes.</summary>
partial struct SliceSumArguments
{
    /// <summary>Sums of the slices, one after another, each of the output's shape.</summary>
    public DeviceQuads Sums;

    /// <summary>Maps [N, Height, Width, Quads].</summary>
    public DeviceQuads Output;

    /// <summary>What happens to the sum before it is stored.</summary>
    public EpilogueArguments Epilogue;

    /// <summary>Slices.</summary>
    public int Slices;

    /// <summary>Samples.</summary>
    public int Batch;

    /// <summary>Rows of the output.</summary>
    public int Height;

    /// <summary>Pixels of a row of the output.</summary>
    public int Width;

    /// <summary>Quads of a pixel of the output.</summary>
    public int Quads;

    /// <summary>Threads of a group.</summary>
    private const int Threads = 128;

    /// <summary>A thread a quad of the output.</summary>
    /// <param name="quads">Quads of the output.</param>
    public static KernelLaunch Launch(int quads) => new("slice_sum", new Extent(Extent.Cover(quads, Threads)), new Extent(Threads));
}
