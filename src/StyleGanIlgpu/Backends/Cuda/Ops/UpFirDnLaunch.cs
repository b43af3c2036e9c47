using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// A launch of <c>UpFirDnKernel</c>: + input bias, up-sample by zeros, pad or crop, filter, down-sample, epilogue. The shape of the output says
/// what is padded or cropped at the far ends.
/// </summary>
/// <param name="Input">Where the samples lie: a tensor or a temporary [N, H, W, quads].</param>
/// <param name="InputShape">Their shape.</param>
/// <param name="Output">Where the results go, [N, H, W, quads].</param>
/// <param name="OutputShape">Their shape; as many samples and channels.</param>
/// <param name="Taps">The filter, its gain included.</param>
internal sealed record UpFirDnLaunch(
    Func<CudaMemory, DeviceQuads> Input,
    TensorShape InputShape,
    Func<CudaMemory, DeviceQuads> Output,
    TensorShape OutputShape,
    FilterTaps Taps)
{
    public int UpX { get; init; } = 1;

    public int UpY { get; init; } = 1;

    public int DownX { get; init; } = 1;

    public int DownY { get; init; } = 1;

    /// <summary>Zeros before the first column, at the raised rate; negative to crop.</summary>
    public int Left { get; init; }

    /// <summary>Zeros above the first row.</summary>
    public int Top { get; init; }

    /// <summary>Added to the samples before they are padded (<see cref="CudaEpilogue.PrepareBias"/>).</summary>
    public WeightHandle? InputBias { get; init; }

    /// <summary>What follows the filter; null to store its sums as they are.</summary>
    public CudaEpilogue? Epilogue { get; init; }
}
