namespace StyleGanIlgpu.Weights;

/// <summary>
/// How StyleGAN1's programs store the kernels that up-sample. The canonical kernel is that of a transposed convolution, which convolves; to smaller
/// maps the programs up-sample by nearest neighbour and then correlate, so what they store of those is the other way round.
/// </summary>
internal static class StyleGan1Kernels
{
    /// <summary>From this resolution on it is a transposed convolution, unless a network was told otherwise.</summary>
    private const int TransposedFrom = 128;

    /// <summary>Whether the kernel that up-samples to a resolution is stored the other way round.</summary>
    public static bool AreMirrored(int resolution) => resolution < TransposedFrom;
}
