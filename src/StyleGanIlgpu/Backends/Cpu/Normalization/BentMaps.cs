using System.Runtime.CompilerServices;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>
/// The input of a <see cref="StyledInstanceNorm"/> as the normalisation sees it: noise added, epilogue applied, pixel by pixel as it is asked for.
/// </summary>
internal sealed unsafe class BentMaps
{
    private readonly long source;
    private readonly CpuEpilogue epilogue;
    private readonly NoisePlane? noise;
    private readonly float* strengths;

    public BentMaps(StyledInstanceNorm op, CpuCompilation c)
    {
        var shape = c.Plan[op.Input].Shape;
        Chunks = new MapChunks(shape);
        source = c.Offset(op.Input);
        epilogue = CpuEpilogue.Of(op.Epilogue, c);
        if (op.Noise is not { } channelNoise)
            return;
        noise = new NoisePlane(channelNoise.Noise, shape, c);
        var strength = channelNoise.Noise.Strength;
        strengths = c.Prepare(channelNoise.Strengths, $"blocks*{strength:R}", Chunks.Blocks * SimdLevel.Lanes, (stored, prepared) =>
        {
            for (var i = 0; i < stored.Length; i++)
                prepared[i] = (float)(stored[i] * strength);
        }).Values;
    }

    public MapChunks Chunks { get; }

    /// <summary>Computes pixels of a plane, which is counted over samples and blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill<TSimd, TVec>(in CpuFrame frame, int plane, int pixel, int count, float* target)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var from = frame.Floats(source) + (((nint)plane * Chunks.PlanePixels) + pixel) * TSimd.Lanes;
        var block = plane % Chunks.Blocks;
        var bias = epilogue.Bias<TSimd, TVec>(block);
        if (noise is null)
        {
            for (nint i = 0; i < (nint)count * TSimd.Lanes; i += TSimd.Lanes)
                TSimd.Store(target + i, epilogue.Apply<TSimd, TVec>(TSimd.Load(from + i), bias));
            return;
        }
        var strength = TSimd.Load(strengths + (nint)block * TSimd.Lanes);
        var values = noise.Values(frame) + pixel;
        for (nint i = 0; i < count; i++)
        {
            var sum = TSimd.MultiplyAdd(TSimd.Splat(values[i]), strength, TSimd.Load(from + i * TSimd.Lanes));
            TSimd.Store(target + i * TSimd.Lanes, epilogue.Apply<TSimd, TVec>(sum, bias));
        }
    }
}
