using StyleGanIlgpu.Backends.Cpu.Filters;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// A launch of <c>UpFirDnKernel</c>: + input bias, up-sample by zeros, pad or crop, filter, down-sample, epilogue. The shape of the output says
/// what is padded or cropped at the far ends.
/// </summary>
/// <param name="Input">The samples.</param>
/// <param name="Output">The results; as many samples and channels.</param>
/// <param name="Taps">The filter, its gain included.</param>
internal sealed record UpFirDnLaunch(CudaMaps Input, CudaMaps Output, FilterTaps Taps)
{
    public int UpX { get; init; } = 1;

    public int UpY { get; init; } = 1;

    public int DownX { get; init; } = 1;

    public int DownY { get; init; } = 1;

    /// <summary>Zeros before the first column, at the raised rate; negative to crop.</summary>
    public int Left { get; init; }

    /// <summary>Zeros above the first row.</summary>
    public int Top { get; init; }

    /// <summary>Added to the samples before they are padded (<see cref="CudaEpilogue.PrepareChannels"/>).</summary>
    public WeightHandle? InputBias { get; init; }

    /// <summary>What follows the filter; null to store its sums as they are.</summary>
    public CudaEpilogue? Epilogue { get; init; }
}
