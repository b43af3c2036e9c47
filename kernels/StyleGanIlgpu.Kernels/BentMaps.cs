using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// One quad of the maps that an instance normalisation takes, as it sees them: + noise of the pixel * strength of the channel, then the epilogue.
/// Both launches compute it anew: memory would take longer to keep it.
/// </summary>
internal struct BentMaps<TInput>
    where TInput : struct, IMapStorage
{
    private bool isBent;
    private Float4 bias;
    private Float4 strengths;

    /// <summary>What depends on the channel alone, read once for many pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BentMaps<TInput> Of(StyledInstanceNormArguments a, int quad)
    {
        var maps = new BentMaps<TInput> { isBent = BentEpilogue.Fits(a.Epilogue), bias = Epilogue.Bias(a.Epilogue, quad) };
        if (maps.isBent)
            maps.bias = QuadMath.Multiply(maps.bias, QuadMath.Splat(a.Epilogue.Gain));
        if (a.Strengths.Length > 0)
            maps.strengths = a.Strengths[quad];
        return maps;
    }

    /// <summary>What memory has of a pixel, on its way while those before are computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BentPixel Read(StyledInstanceNormArguments a, int quad, int pixel)
    {
        var read = new BentPixel { Words = TInput.LoadWords(a.Input, (((Grid.IdxY * a.Pixels) + pixel) * a.Quads) + quad) };
        if (a.Epilogue.Noise.Length > 0)
        {
            var at = pixel;
            // Only random noise of odd widths has something at the ends of its rows.
            if (a.Epilogue.NoiseStride != a.Width)
                at += pixel / a.Width * (a.Epilogue.NoiseStride - a.Width);
            read.Noise = a.Epilogue.Noise[at];
        }
        return read;
    }

    /// <summary>The four channels of a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Float4 Bend(StyledInstanceNormArguments a, BentPixel read)
    {
        var x = QuadMath.MultiplyAdd(strengths, read.Noise, TInput.Widen(read.Words));
        if (isBent)
        {
            x = BentEpilogue.Bend(a.Epilogue, QuadMath.MultiplyAdd(x, a.Epilogue.Gain, bias), a.Epilogue.Limit);
        }
        else
        {
            // A loop needs the code of the activations once, and few registers.
            x = QuadMath.Add(x, bias);
            for (var i = 0; i < Float4.Length; i++)
                x = new Float4 { X = x.Y, Y = x.Z, Z = x.W, W = Epilogue.Finish(a.Epilogue, x.X) };
        }
        return x;
    }
}

/// <summary>A quad's words and the noise of its pixel.</summary>
internal struct BentPixel
{
    public Float4 Words;
    public float Noise;
}
