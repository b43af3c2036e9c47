using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>The input of a <see cref="StyledInstanceNorm"/> as the normalisation sees it: noise added, epilogue applied.</summary>
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

    /// <summary>A plane, counted over samples and blocks, from one of its pixels on.</summary>
    public BentPlane<TSimd, TVec> Plane<TSimd, TVec>(in CpuFrame frame, int plane, int pixel)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var block = plane % Chunks.Blocks;
        return new BentPlane<TSimd, TVec>(
            frame.Floats(source) + (((nint)plane * Chunks.PlanePixels) + pixel) * TSimd.Lanes,
            noise is null ? null : noise.Values(frame) + pixel,
            noise is null ? TSimd.Zero : TSimd.Load(strengths + (nint)block * TSimd.Lanes),
            epilogue.Bias<TSimd, TVec>(block),
            epilogue);
    }
}
