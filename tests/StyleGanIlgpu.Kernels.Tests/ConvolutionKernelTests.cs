namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>Convolution and resampling on tiny shapes, against plain loops.</summary>
public sealed class ConvolutionKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Fact]
    public void Convolution_sums_taps_and_channels_with_styles_noise_and_bias()
    {
        // 3x3 over a border of zeros, 9 channels (two steps, the second nearly empty) to 5, two samples; the sum comes in slices.
        const int Inputs = 9;
        const int Outputs = 5;
        const int Height = 3;
        const int Width = 2;
        var input = Numbers(2 * Height * Width * 12, 1);
        var styles = Numbers(2 * (Inputs + 1), 2);
        var kernel = Numbers(9 * Inputs * Outputs, 3);
        var noise = Numbers(Height * Width, 4);
        var bias = Numbers(8, 5);
        var coefficients = Numbers(2 * Outputs, 6);
        var residual = Numbers(2 * Height * Width * 8, 7);
        var weights = new float[9 * 16 * 64];
        for (var tap = 0; tap < 9; tap++)
        {
            for (var i = 0; i < Inputs; i++)
                Array.Copy(kernel, ((tap * Inputs) + i) * Outputs, weights, ((tap * 16) + i) * 64, Outputs);
        }
        var output = accelerator.Of(new Float4[2 * Height * Width * 2]);
        var launch = ConvolutionArguments.Launch(MapStorage.Float32, 2, 1, Height * Width, Inputs, Outputs);
        accelerator.Run(launch, new ConvolutionArguments
        {
            Input = accelerator.Of(Quads(input)),
            Output = output,
            Weights = accelerator.Of(Quads(weights)),
            Styles = accelerator.Of(styles),
            Phases = accelerator.Of(0, 9, 0, 0, Height, Width),
            Taps = accelerator.Of([.. Enumerable.Range(0, 9).SelectMany(tap => new[] { (tap / 3) - 1, (tap % 3) - 1 })]),
            Epilogue = new EpilogueArguments
            {
                Bias = accelerator.Of(Quads(bias)),
                Demodulation = accelerator.Of(coefficients),
                Noise = accelerator.Of(noise),
                Residual = accelerator.Of(Quads(residual)),
                DemodulationStride = Outputs,
                NoiseStride = Width,
                Channels = Outputs,
                Activation = (int)ActivationKind.LeakyRelu,
                Slope = 0.2f,
                Gain = 1.5f,
                Limit = 4,
            },
            StyleStride = Inputs + 1,
            StyleOffset = 1,
            InputChannels = Inputs,
            InputQuads = 3,
            InputHeight = Height,
            InputWidth = Width,
            OutputQuads = 2,
            OutputHeight = Height,
            OutputWidth = Width,
            WeightQuads = 16,
            PhaseCount = 1,
            Step = 1,
        });

        var results = CpuAccelerator.Read(output);
        for (var place = 0; place < 2 * Height * Width; place++)
        {
            var (n, y, x) = (place / (Height * Width), place / Width % Height, place % Width);
            for (var o = 0; o < Outputs; o++)
            {
                var sum = 0.0;
                for (var tap = 0; tap < 9; tap++)
                {
                    var (row, column) = (y + (tap / 3) - 1, x + (tap % 3) - 1);
                    for (var i = 0; i < Inputs && row is >= 0 and < Height && column is >= 0 and < Width; i++)
                        sum += (double)input[(((((n * Height) + row) * Width) + column) * 12) + i] * styles[(n * (Inputs + 1)) + 1 + i] * kernel[(((tap * Inputs) + i) * Outputs) + o];
                }
                var value = (sum * coefficients[(n * Outputs) + o]) + noise[(y * Width) + x] + bias[o];
                value = Math.Clamp((value >= 0 ? value : value * 0.2) * 1.5, -4, 4) + residual[(place * 8) + o];
                Assert.Equal(value, Channel(results[(place * 2) + (o / 4)], o % 4), 1e-4);
            }
        }
    }

    [Fact]
    public void Narrow_convolution_adds_up_what_its_lanes_read()
    {
        const int Inputs = 37;
        const int Pixels = 67;
        var input = Numbers(Pixels * 40, 1);
        var styles = Numbers(Inputs, 2);
        var kernel = Numbers(3 * Inputs, 3);
        var weights = new float[4 * 40];
        for (var o = 0; o < 3; o++)
            Array.Copy(kernel, o * Inputs, weights, o * 40, Inputs);
        var output = accelerator.Of(new Float4[Pixels]);
        accelerator.Run(NarrowConvolutionArguments.Launch(MapStorage.Float32, 1, Pixels, Inputs), new NarrowConvolutionArguments
        {
            Input = accelerator.Of(Quads(input)),
            Output = output,
            Weights = accelerator.Of(Quads(weights)),
            Styles = accelerator.Of(styles),
            Epilogue = Plain(3),
            StyleStride = Inputs,
            InputChannels = Inputs,
            InputQuads = 10,
            OutputQuads = 1,
            Pixels = Pixels,
            Width = Pixels,
            PixelLanes = NarrowConvolutionArguments.PixelLanesFor(MapStorage.Float32, Pixels, Inputs),
        });

        var results = CpuAccelerator.Read(output);
        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            for (var o = 0; o < 3; o++)
            {
                var sum = 0.0;
                for (var i = 0; i < Inputs; i++)
                    sum += (double)input[(pixel * 40) + i] * styles[i] * kernel[(o * Inputs) + i];
                Assert.Equal(sum, Channel(results[pixel], o), 1e-4);
            }
        }
    }

    [Fact]
    public void Resampling_puts_zeros_between_samples_and_a_bias_on_them_alone()
    {
        // Up by 2 along x with three taps, one zero before: the even outputs meet taps 0 and 2... as the table of phases says.
        float[] taps = [0.5f, 2f, -1f];
        var input = Numbers(3 * 4, 1);
        var bias = Numbers(4, 2);
        var output = accelerator.Of(new Float4[5]);
        accelerator.Run(UpFirDnArguments.Launch(MapStorage.Float32, MapStorage.Float32, 1, 1, 1, 5, 4, 8, 1, 4, 4), new UpFirDnArguments
        {
            Input = accelerator.Of(Quads(input)),
            Output = output,
            InputBias = accelerator.Of(Quads(bias)),
            // [column tap, column phase]: output 2m meets sample m by the middle tap, output 2m + 1 samples m and m + 1 by the outer ones.
            Taps = accelerator.Of(taps[1], taps[0], 0f, taps[2]),
            Rows = accelerator.Of(UpFirDnArguments.Place(0, 0)),
            Columns = accelerator.Of([.. Enumerable.Range(0, 5).Select(x => UpFirDnArguments.Place(x / 2, x % 2))]),
            Epilogue = Plain(4),
            InputHeight = 1,
            InputWidth = 3,
            OutputHeight = 1,
            OutputWidth = 5,
            InputQuads = 1,
            OutputQuads = 1,
            QuadGroups = 1,
            TileHeight = 4,
            TileWidth = 8,
            WindowHeight = 1,
            WindowWidth = 4,
            TapRows = 1,
            TapColumns = 2,
            ColumnPhases = 2,
        });

        var results = CpuAccelerator.Read(output);
        double Sample(int x, int c) => x < 3 ? (double)input[(x * 4) + c] + bias[c] : 0;
        for (var x = 0; x < 5; x++)
        {
            for (var c = 0; c < 4; c++)
            {
                var expected = x % 2 == 0 ? taps[1] * Sample(x / 2, c) : (taps[0] * Sample(x / 2, c)) + (taps[2] * Sample((x / 2) + 1, c));
                Assert.Equal(expected, Channel(results[x], c), 1e-5);
            }
        }
    }

    /// <summary>Views of length 0 leave their steps out.</summary>
    private static EpilogueArguments Plain(int channels) => new()
    {
        Channels = channels,
        Slope = 1,
        Gain = 1,
        Limit = float.PositiveInfinity,
    };

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private static Float4[] Quads(float[] values) =>
        [.. values.Chunk(Float4.Length).Select(quad => new Float4 { X = quad[0], Y = quad[1], Z = quad[2], W = quad[3] })];

    private static float Channel(Float4 quad, int channel) => channel switch
    {
        0 => quad.X,
        1 => quad.Y,
        2 => quad.Z,
        _ => quad.W,
    };
}
