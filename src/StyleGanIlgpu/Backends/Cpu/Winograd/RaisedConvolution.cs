using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// An up-sampling convolution of 3 x 3 by <see cref="RaisedTransform{TSimd, TVec}"/> in both directions: 49 products for 36 sums instead of 81.
/// The filter along rows runs while the sums are made, in registers; the one down the columns when they are finished.
/// </summary>
internal sealed class RaisedConvolution : IVectorPhases
{
    /// <summary>Inputs that are smaller have too few tiles for what the larger weights cost.</summary>
    private const int LeastSize = 24;

    /// <summary>Fewer channels don't pay for the transforms.</summary>
    private const int LeastChannels = 16;

    private RaisedConvolution(Convolution op, UpsamplingFilter filter, CpuCompilation compilation)
    {
        Tensors = new ConvolutionTensors(op, compilation);
        Filter = filter;
        Y = new RaisedAxis(new ConvolutionAxis(Tensors.Input.Height, Tensors.Output.Height, WinogradForm.Taps, op.Padding, filter.Height));
        X = new RaisedAxis(new ConvolutionAxis(Tensors.Input.Width, Tensors.Output.Width, WinogradForm.Taps, op.Padding, filter.Width));
        Panels = new WinogradPanels(WinogradForm.Raised, op, compilation);
        Tiling = new RaisedTiling(Tensors.Output.Batch, Y, X, Panels, Tensors.InBlocks, compilation.Workers);
        Scratch = new RaisedScratch(this);
        SharedOffset = Tiling.IsShared ? compilation.Temporary(Tiling.Spots * StripFloats * sizeof(float)) : 0;
    }

    public ConvolutionTensors Tensors { get; }

    public UpsamplingFilter Filter { get; }

    public RaisedAxis Y { get; }

    public RaisedAxis X { get; }

    public WinogradPanels Panels { get; }

    public RaisedTiling Tiling { get; }

    public RaisedScratch Scratch { get; }

    /// <summary>Where the transformed strips of all spots lie, if they are made before the products.</summary>
    public long SharedOffset { get; }

    /// <summary>Room for the tiles of a strip.</summary>
    public int Capacity => ConvolutionKernel.Whole(Tiling.Rows * Tiling.Columns);

    /// <summary>Floats from a value of a tile to its next: a cache line more than there are, since powers of two would share places in the cache.</summary>
    public nint ValueStride => (nint)Tensors.InBlocks * Capacity * SimdLevel.Lanes + NativeAllocator.Alignment / sizeof(float);

    /// <summary>Floats from a product of a tile to its next, likewise.</summary>
    public nint ProductStride => (nint)Capacity * ConvolutionPanels.TileVectors * SimdLevel.Lanes + NativeAllocator.Alignment / sizeof(float);

    /// <summary>Floats of a transformed strip, and what the kernel reads beyond.</summary>
    public nint StripFloats => WinogradForm.Raised.Points * ValueStride + ConvolutionKernel.Slack * SimdLevel.Lanes;

    /// <summary>Compiles a convolution if this is the faster way, which depends on no more than the layer.</summary>
    public static bool TryCompile(Convolution op, CpuCompilation compilation)
    {
        var input = compilation.Plan[op.Input].Shape;
        if (op is not { UpsamplingFilter: { } parameter, Weight.Shape: [>= LeastChannels, >= LeastChannels, WinogradForm.Taps, WinogradForm.Taps] }
            || Math.Min(input.Height, input.Width) < LeastSize)
            return false;
        var filter = new UpsamplingFilter(parameter);
        if (filter is not { Height: RaisedAxis.FilterTaps, Width: RaisedAxis.FilterTaps, Plane: null })
            return false;

        compilation.Emit(new RaisedConvolution(op, filter, compilation));
        return true;
    }

    public void Emit<TSimd, TVec>(CpuCompilation compilation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        if (Tiling.IsShared)
            compilation.Emit(new RaisedInputPhase<TSimd, TVec>(this));
        compilation.Emit(new RaisedPhase<TSimd, TVec>(this));
    }
}
