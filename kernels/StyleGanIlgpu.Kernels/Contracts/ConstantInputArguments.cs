namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>ConstantInputKernel</c> takes.</summary>
partial struct ConstantInputArguments
{
    /// <summary>The constant, channels last [H, W, quads].</summary>
    public DeviceQuads Constant;

    /// <summary>Maps [N, H, W, quads].</summary>
    public DeviceQuads Output;

    /// <summary>Quads of one sample.</summary>
    public int SampleLength;

    /// <summary>1 where the output is in float16.</summary>
    public int IsHalf;

    private const int Threads = 128;

    /// <summary>One thread a quad; samples along y.</summary>
    public static KernelLaunch Launch(int sampleLength, int batch) =>
        new("constant_input", new Extent(Extent.Cover(sampleLength, Threads), batch), new Extent(Threads));
}
