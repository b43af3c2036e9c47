using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Convolution in float32 as an implicit matrix product: pixels of one sample and phase x output channels, summed over taps x input channels,
/// with modulation on the way in and the whole epilogue on the way out. Taps are a table, so 1x1, 3x3, 5x5 and the four phases of a transposed
/// convolution are one kernel; beyond the border the predicate of a load gives zeros.
/// Tile: see <see cref="IConvolutionTile"/>; steps of 8 input channels of one tap. Two lanes read a sector of a pixel, multiply it by the
/// styles, and store it transposed [channel][pixel]; rows are a quad longer than the pixels, which puts the two lanes' halves of a warp 16 banks
/// apart. Two buffers: while one is summed up, the next step's numbers are on their way to registers, and one barrier a step is enough.
/// </summary>
internal static class ConvolutionKernel<TTile>
    where TTile : struct, IConvolutionTile
{
    private const int ChannelThreads = 8;
    private const int StepChannels = ConvolutionArguments.StepChannels;

    private static int Threads => TTile.PixelThreads * ChannelThreads;

    private static int Pixels => TTile.PixelThreads * TTile.PixelQuads * Float4.Length;

    private static int ChannelQuads => ChannelThreads * TTile.ChannelQuads;

    /// <summary>Quads of a row of pixels in shared memory.</summary>
    private static int PixelRow => (Pixels / Float4.Length) + 1;

    public static void Run(ConvolutionArguments a)
    {
        var shared = SharedMemory.GetDynamic<Float4>();
        var styles = shared.SubView(2 * StepChannels * (PixelRow + ChannelQuads), Extent.Cover(a.InputChannels, StepChannels) * 2);

        var thread = Group.IdxX;
        var sample = Grid.IdxZ / a.PhaseCount;
        var phase = (Grid.IdxZ % a.PhaseCount) * ConvolutionArguments.PhaseLength;
        var firstTap = a.Phases[phase];
        var rows = a.Phases[phase + 4];
        var columns = a.Phases[phase + 5];
        var places = rows * columns;
        var firstPlace = Grid.IdxX * Pixels;
        var firstQuad = Grid.IdxY * ChannelQuads;

        LoadStyles(a, styles.Cast<float>(), sample, thread);

        // What this thread brings: a quad of one or two pixels, and a quad of weights.
        var half = thread & 1;
        var pixel = thread >> 1;
        var place0 = firstPlace + pixel;
        var y0 = place0 / columns;
        var x0 = place0 - (y0 * columns);
        var place1 = place0 + (Threads / 2);
        var y1 = place1 / columns;
        var x1 = place1 - (y1 * columns);
        var octets = Extent.Cover(a.InputChannels, StepChannels);
        var steps = octets * a.Phases[phase + 1];
        var sampleStart = sample * a.InputHeight * a.InputWidth;
        var weightRow = thread / ChannelQuads;
        var weightColumn = thread - (weightRow * ChannelQuads);
        var hasWeights = weightRow < StepChannels;
        var weight = (((firstTap * octets * StepChannels) + weightRow) * a.WeightQuads) + firstQuad + weightColumn;

        var pixelTarget = shared.SubView(0, 2 * StepChannels * PixelRow).Cast<float>();
        var pixelTargetStart = (half * Float4.Length * PixelRow * Float4.Length) + pixel;
        var weightTarget = shared.SubView(2 * StepChannels * PixelRow, 2 * StepChannels * ChannelQuads);
        var pixelGroup = thread / ChannelThreads;
        var channelGroup = thread % ChannelThreads;

        var tap = firstTap;
        var octet = 0;
        var start0 = Start(a, tap, place0 < places, y0, x0, sampleStart, steps);
        var start1 = -1;
        if (TTile.PixelQuads == 2)
            start1 = Start(a, tap, place1 < places, y1, x1, sampleStart, steps);
        Group.Barrier();

        var pixels0 = default(Float4);
        var pixels1 = default(Float4);
        var weights = default(Float4);
        var sums = default(ConvolutionSums);
        var buffer = 0;
        for (var step = 0; step <= steps; step++)
        {
            // The numbers of step, which no one has yet, while those of step - 1 are summed up.
            if (step < steps)
            {
                if (octet == octets)
                {
                    octet = 0;
                    tap++;
                    start0 = Start(a, tap, place0 < places, y0, x0, sampleStart, steps);
                    if (TTile.PixelQuads == 2)
                        start1 = Start(a, tap, place1 < places, y1, x1, sampleStart, steps);
                }
                var quad = (octet * 2) + half;
                pixels0 = Load(a, start0, quad);
                if (TTile.PixelQuads == 2)
                    pixels1 = Load(a, start1, quad);
                if (hasWeights)
                    weights = a.Weights[weight];
                weight += StepChannels * a.WeightQuads;
            }
            if (step > 0)
            {
                var pixelRows = shared.SubView((buffer * StepChannels * PixelRow) + pixelGroup, 1 + (StepChannels * PixelRow));
                var weightRows = shared.SubView((2 * StepChannels * PixelRow) + (buffer * StepChannels * ChannelQuads) + channelGroup, StepChannels * ChannelQuads);
                Add(ref sums, pixelRows, weightRows, 0);
                Add(ref sums, pixelRows, weightRows, 1);
                Add(ref sums, pixelRows, weightRows, 2);
                Add(ref sums, pixelRows, weightRows, 3);
                Add(ref sums, pixelRows, weightRows, 4);
                Add(ref sums, pixelRows, weightRows, 5);
                Add(ref sums, pixelRows, weightRows, 6);
                Add(ref sums, pixelRows, weightRows, 7);
                buffer ^= 1;
            }
            if (step < steps)
            {
                // Into the other buffer than the one that a slower warp may still be reading.
                var style = styles[(octet * 2) + half];
                var target = step & 1;
                var row = pixelTarget.SubView(pixelTargetStart + (target * StepChannels * PixelRow * Float4.Length), 1);
                Store(row, 0, QuadMath.Multiply(pixels0, style));
                if (TTile.PixelQuads == 2)
                    Store(row, Threads / 2, QuadMath.Multiply(pixels1, style));
                if (hasWeights)
                    weightTarget[(target * StepChannels * ChannelQuads) + thread] = weights;
                octet++;
                Group.Barrier();
            }
        }

        Finish(a, sums, sample, phase, firstPlace + (pixelGroup * Float4.Length), firstQuad + channelGroup, places, columns);
    }

    /// <summary>The styles of the sample, those that fill up the last step zero, so that they blot out what the maps are filled up with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadStyles(ConvolutionArguments a, ArrayView<float> styles, int sample, int thread)
    {
        for (var i = thread; i < styles.IntLength; i += Threads)
        {
            var style = 0f;
            if (i < a.InputChannels)
            {
                style = 1f;
                if (a.Styles.Length > 0)
                    style = a.Styles[(sample * a.StyleStride) + a.StyleOffset + i];
            }
            styles[i] = style;
        }
    }

    /// <summary>Where the pixel that a tap meets begins; -1 where that is beyond the border.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Start(ConvolutionArguments a, int tap, bool exists, int y, int x, int sampleStart, int steps)
    {
        var start = -1;
        if (exists && steps > 0)
        {
            var inputY = y + a.Taps[2 * tap];
            var inputX = x + a.Taps[(2 * tap) + 1];
            if (inputY >= 0 && inputY < a.InputHeight && inputX >= 0 && inputX < a.InputWidth)
                start = (sampleStart + (inputY * a.InputWidth) + inputX) * a.InputQuads;
        }
        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Load(ConvolutionArguments a, int start, int quad)
    {
        var value = default(Float4);
        if (start >= 0 & quad < a.InputQuads)
            value = a.Input[start + quad];
        return value;
    }

    /// <summary>Four channels of a pixel into four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ArrayView<float> row, int pixel, Float4 value)
    {
        row[pixel] = value.X;
        row[pixel + (PixelRow * Float4.Length)] = value.Y;
        row[pixel + (2 * PixelRow * Float4.Length)] = value.Z;
        row[pixel + (3 * PixelRow * Float4.Length)] = value.W;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref ConvolutionSums sums, ArrayView<Float4> pixelRows, ArrayView<Float4> weightRows, int k)
    {
        var pixels0 = pixelRows[k * PixelRow];
        var pixels1 = default(Float4);
        if (TTile.PixelQuads == 2)
            pixels1 = pixelRows[(k * PixelRow) + TTile.PixelThreads];
        var weights0 = weightRows[k * ChannelQuads];
        var weights1 = default(Float4);
        if (TTile.ChannelQuads == 2)
            weights1 = weightRows[(k * ChannelQuads) + ChannelThreads];
        sums.Add<TTile>(pixels0, pixels1, weights0, weights1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ConvolutionArguments a, ConvolutionSums sums, int sample, int phase, int place, int quad, int places, int columns)
    {
        var offsetY = a.Phases[phase + 2];
        var offsetX = a.Phases[phase + 3];
        var hasFirst = quad < a.OutputQuads;
        var secondQuad = quad + ChannelThreads;
        var hasSecond = TTile.ChannelQuads == 2 && secondQuad < a.OutputQuads;
        var coefficients0 = default(Float4);
        var coefficients1 = default(Float4);
        var bias0 = default(Float4);
        var bias1 = default(Float4);
        if (hasFirst)
        {
            coefficients0 = Epilogue.Coefficients(a.Epilogue, sample, quad);
            bias0 = Epilogue.Bias(a.Epilogue, quad);
        }
        if (hasSecond)
        {
            coefficients1 = Epilogue.Coefficients(a.Epilogue, sample, secondQuad);
            bias1 = Epilogue.Bias(a.Epilogue, secondQuad);
        }
        for (var i = 0; i < TTile.PixelQuads * Float4.Length; i++)
        {
            // The second quad of pixels lies half a tile further.
            var at = place + i + (i >= Float4.Length ? (TTile.PixelThreads - 1) * Float4.Length : 0);
            if (at < places)
            {
                var row = at / columns;
                var y = (row * a.Step) + offsetY;
                var x = ((at - (row * columns)) * a.Step) + offsetX;
                var target = ((((sample * a.OutputHeight) + y) * a.OutputWidth) + x) * a.OutputQuads;
                var noise = Epilogue.Noise(a.Epilogue, y, x);
                if (hasFirst)
                    a.Output[target + quad] = Epilogue.Finish(a.Epilogue, sums.First, coefficients0, bias0, noise, Epilogue.Residual(a.Epilogue, target + quad));
                if (hasSecond)
                    a.Output[target + secondQuad] = Epilogue.Finish(a.Epilogue, sums.Second, coefficients1, bias1, noise, Epilogue.Residual(a.Epilogue, target + secondQuad));
            }
            sums.Advance();
        }
    }
}
