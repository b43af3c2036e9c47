using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// StyleGAN3's input: a sine wave a channel over the plane, turned and moved by the style and the caller's matrix.
/// Tile: 32 quads of channels by 4 rows and 9 columns a group, a warp a row, a quad a lane: every store of a warp is 512 bytes in one piece. First each
/// thread prepares the wave of one of the 128 channels, in pairs of float32 (<see cref="TwoFloat"/>): phases turn many times, and only the
/// fraction of a turn counts. Then angles are in turns, taken to the nearest whole turn, and the sine is a polynomial.
/// Ladder: whole rows a group, 9.6 us on an H100 for 512 channels at 36 x 36 (36 groups for 132 multiprocessors); nine columns, 144 groups: on an
/// H100 7 us, from 11. Of 40 channels at 36 x 36 whole rows moved 1.10 times the least bytes by the emulator, nearly all of them stores of whole sectors, with no
/// bank conflict; 36 registers.
/// </summary>
internal static class FourierFeaturesKernel
{
    private const int TileQuads = FourierFeaturesArguments.TileQuads;
    private const int TileChannels = TileQuads * Float4.Length;

    private const float Rounder = 12582912f;
    private const float Largest = 4194304f;

    public static void Run(FourierFeaturesArguments a)
    {
        var waves = SharedMemory.Allocate<Float4>(6 * TileQuads);
        var prepared = waves.Cast<float>();
        var thread = Group.IdxX;
        var channels = a.Quads * Float4.Length;
        var channel = (Grid.IdxX * TileChannels) + thread;
        if (channel < channels)
            Prepare(a, prepared, thread, channel, channels);
        Group.Barrier();

        var lane = thread & (TileQuads - 1);
        var quad = (Grid.IdxX * TileQuads) + lane;
        var tilesAcross = (a.Width + FourierFeaturesArguments.TileColumns - 1) / FourierFeaturesArguments.TileColumns;
        var row = (Grid.IdxY / tilesAcross * FourierFeaturesArguments.TileRows) + (thread / TileQuads);
        var firstColumn = Grid.IdxY % tilesAcross * FourierFeaturesArguments.TileColumns;
        var lastColumn = Math.Min(firstColumn + FourierFeaturesArguments.TileColumns, a.Width);
        if (quad < a.Quads && row < a.Height)
        {
            var y = row + (0.5f - (a.Height * 0.5f));
            var xHigh = waves[lane];
            var xLow = waves[TileQuads + lane];
            var start = Turn(waves[(2 * TileQuads) + lane], waves[(3 * TileQuads) + lane], y, waves[(4 * TileQuads) + lane]);
            var amplitude = waves[(5 * TileQuads) + lane];
            var target = ((((Grid.IdxZ * a.Height) + row) * a.Width) * a.Quads) + quad;
            for (var column = firstColumn; column < lastColumn; column++)
            {
                var turns = Turn(xHigh, xLow, column + (0.5f - (a.Width * 0.5f)), start);
                Float4 wave;
                wave.X = Sine(turns.X) * amplitude.X;
                wave.Y = Sine(turns.Y) * amplitude.Y;
                wave.Z = Sine(turns.Z) * amplitude.Z;
                wave.W = Sine(turns.W) * amplitude.W;
                StoredMaps.Store(a.Output, a.IsHalf, target + (column * a.Quads), wave);
            }
        }
    }

    /// <summary>A channel's turns from one column and one row to the next, in two parts each, its phase in turns and its amplitude.</summary>
    private static void Prepare(FourierFeaturesArguments a, ArrayView<float> prepared, int place, int channel, int channels)
    {
        var style = (Grid.IdxZ * a.StyleStride) + a.Style;
        var t0 = TwoFloat.Of(a.Styles[style], 0f);
        var t1 = TwoFloat.Of(a.Styles[style + 1], 0f);
        var norm = TwoFloat.Sqrt((t0 * t0) + (t1 * t1));
        var cosine = t0 / norm;
        var sine = t1 / norm;
        var left = TwoFloat.Of(a.Styles[style + 2], 0f) / norm;
        var up = TwoFloat.Of(a.Styles[style + 3], 0f) / norm;
        // Frequencies turned, and the phase that the translation gives.
        var frequencyX = TwoFloat.Of(a.Waves[channel], 0f);
        var frequencyY = TwoFloat.Of(a.Waves[channels + channel], 0f);
        var turnedX = (frequencyX * cosine) + (frequencyY * sine);
        var turnedY = (frequencyY * cosine) - (frequencyX * sine);
        var moved = TwoFloat.Of(0f, 0f) - ((turnedX * left) + (turnedY * up));
        // Then the caller's matrix, row by row.
        var matrix = Grid.IdxZ * 9;
        var phase = (turnedX * At(a, matrix + 2)) + (turnedY * At(a, matrix + 5)) + (moved * At(a, matrix + 8));
        var x = (turnedX * At(a, matrix)) + (turnedY * At(a, matrix + 3)) + (moved * At(a, matrix + 6));
        var y = (turnedX * At(a, matrix + 1)) + (turnedY * At(a, matrix + 4)) + (moved * At(a, matrix + 7));
        phase += TwoFloat.Of(a.Waves[(2 * channels) + channel], 0f);

        var step = TwoFloat.Of(a.StepHigh, a.StepLow);
        var stepX = x * step;
        var stepY = y * step;
        var magnitude = MathF.Sqrt(MathF.FusedMultiplyAdd(x.High, x.High, y.High * y.High));
        var damped = MathF.FusedMultiplyAdd(a.Bandwidth - magnitude, a.Damping, 1f);
        prepared[place] = stepX.High;
        prepared[TileChannels + place] = stepX.Low;
        prepared[(2 * TileChannels) + place] = stepY.High;
        prepared[(3 * TileChannels) + place] = stepY.Low;
        prepared[(4 * TileChannels) + place] = phase.High - Nearest(phase.High) + phase.Low;
        prepared[(5 * TileChannels) + place] = MathF.Min(MathF.Max(damped, 0f), 1f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TwoFloat At(FourierFeaturesArguments a, int place) => TwoFloat.Of(a.Transform[place], 0f);

    /// <summary>start + (high + low) * position, as a fraction of a turn.</summary>
    private static Float4 Turn(Float4 high, Float4 low, float position, Float4 start)
    {
        Float4 turns;
        turns.X = Turn(high.X, low.X, position, start.X);
        turns.Y = Turn(high.Y, low.Y, position, start.Y);
        turns.Z = Turn(high.Z, low.Z, position, start.Z);
        turns.W = Turn(high.W, low.W, position, start.W);
        return turns;
    }

    private static float Turn(float high, float low, float position, float start)
    {
        var product = high * position;
        var rest = MathF.FusedMultiplyAdd(low, position, MathF.FusedMultiplyAdd(high, position, -product));
        var turns = product - Nearest(product) + rest + start;
        return turns - Nearest(turns);
    }

    /// <summary>The nearest whole number: the last bit of a number near 1.5 * 2^23 is worth 1, and numbers beyond 2^22 have no fraction to speak of.</summary>
    private static float Nearest(float x)
    {
        var rounded = x + Rounder - Rounder;
        return MathF.Abs(x) < Largest ? rounded : x;
    }

    /// <summary>sin(2 pi x) for x in [-1/2, 1/2], to 1e-7.</summary>
    private static float Sine(float x)
    {
        // The half beyond a quarter turn mirrors the other; the difference is exact.
        var half = x < 0f ? -0.5f : 0.5f;
        var u = MathF.Abs(x) > 0.25f ? half - x : x;
        var t = u * u;
        var p = MathF.FusedMultiplyAdd(-14.3939667f, t, 42.0097809f);
        p = MathF.FusedMultiplyAdd(p, t, -76.704277f);
        p = MathF.FusedMultiplyAdd(p, t, 81.6052246f);
        p = MathF.FusedMultiplyAdd(p, t, -41.3417015f);
        p = MathF.FusedMultiplyAdd(p, t, 6.28318548f);
        return p * u;
    }
}
