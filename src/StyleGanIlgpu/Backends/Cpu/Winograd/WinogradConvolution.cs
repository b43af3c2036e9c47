using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// A convolution of 3 x 3 by <see cref="PlainTransform{TSimd, TVec}"/> in both directions: 36 products for 16 outputs instead of 144. A strip
/// of tiles becomes 36 matrices [channel][tile], each is multiplied by the weights at its point, and the products become outputs again.
/// </summary>
internal sealed class WinogradConvolution : IVectorPhases
{
    /// <summary>Maps that are smaller have too few tiles for what the larger weights cost.</summary>
    private const int LeastSize = 12;

    /// <summary>Fewer channels don't pay for the transforms.</summary>
    private const int LeastChannels = 16;

    private WinogradConvolution(Convolution op, Convolution? rgb, CpuCompilation compilation)
    {
        Tensors = new ConvolutionTensors(op, compilation);
        Padding = op.Padding;
        Panels = new WinogradPanels(WinogradForm.Plain, op, compilation);
        Tiling = new WinogradTiling(Tensors.Output.Batch, Tensors.Output.Height, Tensors.Output.Width, Panels, Tensors.InBlocks, rgb is not null, compilation.Workers);
        Rgb = rgb is null ? null : new WinogradRgb(rgb, compilation);
        Scratch = new WinogradScratch(this);
        SharedOffset = Tiling.IsShared ? compilation.Temporary(Tiling.Strips * StripFloats * sizeof(float)) : 0;
    }

    public ConvolutionTensors Tensors { get; }

    /// <summary>Zeros around the input.</summary>
    public int Padding { get; }

    public WinogradPanels Panels { get; }

    public WinogradTiling Tiling { get; }

    /// <summary>What takes the outputs, where they don't become a map.</summary>
    public WinogradRgb? Rgb { get; }

    public WinogradScratch Scratch { get; }

    /// <summary>Where the transformed strips of all samples lie, if they are made before the products.</summary>
    public long SharedOffset { get; }

    /// <summary>Floats from a point of a transformed strip to the next: a cache line more than its values, since powers of two would share places in the cache.</summary>
    public nint PointFloats => (nint)Tensors.InBlocks * Tiling.Capacity * SimdLevel.Lanes + NativeAllocator.Alignment / sizeof(float);

    /// <summary>Floats of a transformed strip, and what the kernel reads beyond.</summary>
    public nint StripFloats => WinogradForm.Plain.Points * PointFloats + ConvolutionKernel.Slack * SimdLevel.Lanes;

    /// <summary>Whether it is the faster way. It depends on no more than the layer, so that pictures don't depend on the batch.</summary>
    public static bool Fits(Convolution op, TensorShape output) =>
        op is { IsUpsampling: false, Weight.Shape: [>= LeastChannels, >= LeastChannels, 3, 3] } && Math.Min(output.Height, output.Width) >= LeastSize;

    /// <param name="op">The convolution.</param>
    /// <param name="rgb">A torgb that alone reads its output, to be made with it.</param>
    /// <param name="compilation">Takes the phases.</param>
    public static void Compile(Convolution op, Convolution? rgb, CpuCompilation compilation) =>
        compilation.Emit(new WinogradConvolution(op, rgb, compilation));

    public void Emit<TSimd, TVec>(CpuCompilation compilation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        if (Tiling.IsShared)
            compilation.Emit(new WinogradInputPhase<TSimd, TVec>(this));
        compilation.Emit(new WinogradPhase<TSimd, TVec>(this));
    }
}
