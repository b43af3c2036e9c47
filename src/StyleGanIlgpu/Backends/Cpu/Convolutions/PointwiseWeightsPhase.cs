using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>Every sample's weights of a <see cref="PointwiseConvolution"/>, times its style.</summary>
internal sealed unsafe class PointwiseWeightsPhase<TSimd, TVec>(PointwiseConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly int tiles = convolution.Panels.Tiles;

    public override int TaskCount => convolution.Tensors.Input.Batch * tiles;

    public override int ScratchBytes => convolution.StyleBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var (sample, tile) = Math.DivRem(task, tiles);
        var style = (float*)frame.Scratch + convolution.Style;
        convolution.Tensors.LoadStyle(sample, frame, style);
        var source = convolution.Panels.Panel(tile, 0, 0);
        var target = convolution.Weights(sample, tile, 0, frame);
        var vectors = convolution.Panels.VectorsOf(tile);
        for (var end = style + (nint)convolution.Tensors.InBlocks * TSimd.Lanes; style < end; style++)
        {
            var factor = TSimd.Splat(*style);
            for (var vector = 0; vector < vectors; vector++)
            {
                TSimd.Store(target, TSimd.Multiply(TSimd.Load(source), factor));
                source += TSimd.Lanes;
                target += TSimd.Lanes;
            }
        }
    }
}
