using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Convolution in float32 as an implicit matrix product: pixels of one sample and phase x output channels, summed over taps x input channels,
/// with modulation on the way in and the whole epilogue on the way out. Taps are a table, so 1x1, 3x3, 5x5 and the four phases of a transposed
/// convolution are one kernel; beyond the border the predicate of a load gives zeros.
/// Tile: see <see cref="IConvolutionTile"/>; steps of 8 input channels of one tap. Two lanes read a sector of a pixel, multiply it by the
/// styles, and store it transposed [channel][pixel]; rows are a quad longer than the pixels, which puts the two lanes' halves of a warp 16 banks
/// apart. Two buffers: while one is summed up, the next step's numbers are on their way to registers, and one barrier a step is enough. The sum may be
/// cut into slices, which are added in order at the end: the smallest maps give too few groups otherwise.
/// Ladder (machine instructions of a step of 128x64 by ptxas for sm_80; 512 of them are the multiply-adds):
/// <list type="number">
/// <item>buffers told apart by a variable of the loop: 721 with what a new tap costs, 139 registers;</item>
/// <item>buffers told apart by the parity of the step: 688, 139 registers. 33 shared loads of 16 bytes, none with a conflict; 15 multiply-adds a
/// shared load (128x32: 10, 32x32: 7); pixels and weights read once a tap and group, whole sectors;</item>
/// <item>slices: at 4x4 pixels of 512 channels 16 groups of 8 warps and 144 steps, instead of 2 warps and 576 steps.</item>
/// </list>
/// </summary>
internal static class ConvolutionKernel<TTile, TInput>
    where TTile : struct, IConvolutionTile
    where TInput : struct, IMapStorage
{
    private const int ChannelThreads = 8;
    private const int StepChannels = ConvolutionArguments.StepChannels;

    /// <summary>Threads of a slice.</summary>
    private static int Threads => TTile.PixelThreads * ChannelThreads;

    private static int Pixels => TTile.PixelThreads * TTile.PixelQuads * Float4.Length;

    private static int ChannelQuads => ChannelThreads * TTile.ChannelQuads;

    /// <summary>Quads of a row of pixels in shared memory.</summary>
    private static int PixelRow => (Pixels / Float4.Length) + 1;

    /// <summary>Quads of the pixels of a step in shared memory.</summary>
    private static int PixelBuffer => StepChannels * PixelRow;

    /// <summary>Quads of the weights of a step in shared memory.</summary>
    private static int WeightBuffer => StepChannels * ChannelQuads;

    /// <summary>Quads of the buffers of a slice.</summary>
    private static int SliceBuffers => 2 * (PixelBuffer + WeightBuffer);

    public static void Run(ConvolutionArguments a)
    {
        var shared = SharedMemory.GetDynamic<Float4>();
        var octets = Extent.Cover(a.InputChannels, StepChannels);
        var styles = shared.SubView(TTile.Slices * SliceBuffers, octets * 2);

        var slice = TTile.Slices == 1 ? 0 : Group.IdxX / Threads;
        var thread = TTile.Slices == 1 ? Group.IdxX : Group.IdxX % Threads;
        var sample = Grid.IdxZ / a.PhaseCount;
        var phase = (Grid.IdxZ % a.PhaseCount) * ConvolutionArguments.PhaseLength;
        var columns = a.Phases[phase + 5];
        var places = a.Phases[phase + 4] * columns;
        var firstPlace = Grid.IdxX * Pixels;
        var firstQuad = Grid.IdxY * ChannelQuads;

        LoadStyles(a, styles.Cast<float>(), sample);

        // The steps of this slice. A slice may have fewer than the others, then it adds zeros: all meet at the barriers.
        var allSteps = octets * a.Phases[phase + 1];
        var steps = Extent.Cover(allSteps, TTile.Slices);
        var firstStep = slice * steps;
        var ownSteps = TTile.Slices == 1 ? steps : IntrinsicMath.Min(steps, allSteps - firstStep);
        var tap = a.Phases[phase] + (firstStep / octets);
        var octet = firstStep % octets;

        // What this thread brings: a quad of one or two pixels, and a quad of weights.
        var half = thread & 1;
        var pixel = thread >> 1;
        var place0 = firstPlace + pixel;
        var y0 = place0 / columns;
        var x0 = place0 - (y0 * columns);
        var place1 = place0 + (Threads / 2);
        var y1 = place1 / columns;
        var x1 = place1 - (y1 * columns);
        var sampleStart = sample * a.InputHeight * a.InputWidth;
        var weightRow = thread / ChannelQuads;
        var hasWeights = weightRow < StepChannels;
        var weight = (((((a.Phases[phase] * octets) + firstStep) * StepChannels) + weightRow) * a.WeightQuads) + firstQuad + (thread % ChannelQuads);

        var pixelBuffers = shared.SubView(slice * SliceBuffers, 2 * PixelBuffer);
        var weightBuffers = shared.SubView((slice * SliceBuffers) + (2 * PixelBuffer), 2 * WeightBuffer);
        var pixelTarget = (half * Float4.Length * PixelRow * Float4.Length) + pixel;
        var pixelGroup = thread / ChannelThreads;
        var channelGroup = thread % ChannelThreads;

        var start0 = -1;
        var start1 = -1;
        if (ownSteps > 0)
        {
            start0 = Start(a, tap, place0 < places, y0, x0, sampleStart);
            if (TTile.PixelQuads == 2)
                start1 = Start(a, tap, place1 < places, y1, x1, sampleStart);
        }
        Group.Barrier();

        var pixels0 = default(Float4);
        var pixels1 = default(Float4);
        var weights = default(Float4);
        var sums = default(ConvolutionSums);
        for (var step = 0; step <= steps; step++)
        {
            // The numbers of this step set out while those of the one before are summed up.
            if (step < ownSteps)
            {
                if (octet == octets)
                {
                    octet = 0;
                    tap++;
                    start0 = Start(a, tap, place0 < places, y0, x0, sampleStart);
                    if (TTile.PixelQuads == 2)
                        start1 = Start(a, tap, place1 < places, y1, x1, sampleStart);
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
                var pixelRows = pixelBuffers.SubView(((~step & 1) * PixelBuffer) + pixelGroup, PixelBuffer - pixelGroup);
                var weightRows = weightBuffers.SubView(((~step & 1) * WeightBuffer) + channelGroup, WeightBuffer - channelGroup);
                Add(ref sums, pixelRows, weightRows, 0);
                Add(ref sums, pixelRows, weightRows, 1);
                Add(ref sums, pixelRows, weightRows, 2);
                Add(ref sums, pixelRows, weightRows, 3);
                Add(ref sums, pixelRows, weightRows, 4);
                Add(ref sums, pixelRows, weightRows, 5);
                Add(ref sums, pixelRows, weightRows, 6);
                Add(ref sums, pixelRows, weightRows, 7);
            }
            if (step < steps)
            {
                // Into the other buffer than the one that a slower warp may still be reading.
                if (TTile.Slices > 1 && step >= ownSteps)
                {
                    pixels0 = default;
                    octet = 0;
                }
                var style = styles[(octet * 2) + half];
                var target = (step & 1) * PixelBuffer * Float4.Length;
                var rows = pixelBuffers.Cast<float>().SubView(target + pixelTarget, (PixelBuffer * Float4.Length) - pixelTarget);
                Store(rows, 0, QuadMath.Multiply(pixels0, style));
                if (TTile.PixelQuads == 2)
                    Store(rows, Threads / 2, QuadMath.Multiply(pixels1, style));
                if (hasWeights)
                    weightBuffers[((step & 1) * WeightBuffer) + thread] = weights;
                octet++;
                Group.Barrier();
            }
        }

        if (TTile.Slices > 1)
        {
            Group.Barrier();
            if (slice > 0)
                sums.Store(shared, ((slice - 1) * Float4.Length * Threads) + thread, Threads);
            Group.Barrier();
            for (var i = 0; i < TTile.Slices - 1; i++)
                sums.AddStored(shared, (i * Float4.Length * Threads) + thread, Threads);
        }
        if (slice == 0)
            Finish(a, sums, sample, phase, firstPlace + (pixelGroup * Float4.Length), firstQuad + channelGroup, places, columns);
    }

    /// <summary>The styles of the sample, those that fill up the last step zero, so that they blot out what the maps are filled up with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadStyles(ConvolutionArguments a, ArrayView<float> styles, int sample)
    {
        for (var i = Group.IdxX; i < styles.IntLength; i += Group.DimX)
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
    private static int Start(ConvolutionArguments a, int tap, bool exists, int y, int x, int sampleStart)
    {
        var start = -1;
        if (exists)
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
            value = TInput.Load(a.Input, start + quad);
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
                    Epilogue.Store(a.Epilogue, a.Output, target + quad, sums.First, coefficients0, bias0, noise);
                if (hasSecond)
                    Epilogue.Store(a.Epilogue, a.Output, target + secondQuad, sums.Second, coefficients1, bias1, noise);
            }
            sums.Advance();
        }
    }
}
