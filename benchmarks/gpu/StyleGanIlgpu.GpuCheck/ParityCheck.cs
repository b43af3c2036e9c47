using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Every golden network against what the published code computes from it, in double precision where that is at hand.</summary>
internal static class ParityCheck
{
    private const double WsLimit = 2e-6;

    /// <summary>Share of the bytes that may be off, and by no more than one.</summary>
    public const double BytesOffByOne = 1e-3;

    private static readonly Dictionary<Precision, double> PictureLimits = new()
    {
        [Precision.Float32] = 2e-5,
        [Precision.Tf32] = 2e-3,
        [Precision.Fp16] = 2e-3,
        [Precision.Official] = 2e-3,
    };

    private static readonly long[] Seeds = [0, 1, 85];

    public static IReadOnlyList<string> Networks { get; } =
    [
        "sg2_skip64", "sg2_fp16_64", "sg2_orig32", "sg2_z512_32", "sg2_ada_cond32", "sg3_t64", "sg3_r64", "sg3_t_cond32",
    ];

    /// <summary>Relative RMSE that a picture may have.</summary>
    public static double PictureLimit(Precision precision) => PictureLimits[precision];

    public static void Run(CheckOptions options, Precision precision, CheckResults results)
    {
        foreach (var network in options.Golden)
        {
            results.Try($"parity of {network} in {precision.Name()}", () =>
            {
                results.Parity.AddRange(Run(options, network, precision));
                using var kernels = new OneNetwork(CheckpointReader.Open(PathOf(options, $"{network}.pkl"), null), options.Device, precision);
                results.AddCompared(precision, kernels.KernelsOfSingles(bytes: precision == Precision.Float32));
            });
        }
    }

    private static string PathOf(CheckOptions options, string name) => Path.Combine(options.Checkout, "tests", "Golden", name);

    private static List<ParityResult> Run(CheckOptions options, string network, Precision precision)
    {
        using var generator = Generator.Load(PathOf(options, $"{network}.pkl"), new GeneratorOptions { Device = options.Device, Precision = precision });
        using var stream = File.OpenRead(PathOf(options, $"{network}.npz"));
        using var golden = new NpzReader(stream, $"{network}.npz");
        var results = new List<ParityResult>();
        var pictureLimit = PictureLimit(precision);
        void Compare(string array, ReadOnlySpan<float> actual, double limit) =>
            results.Add(new ParityResult(network, array, precision.Name(), Difference.RelativeRmse(actual, golden.Read(array, _ => { })), limit));

        var z = golden.Read("z_f32", _ => { });
        var count = z.Length / generator.Model.ZDim;
        var ws = new float[count * generator.WsLength];
        for (var n = 0; n < count; n++)
        {
            generator.Map(
                z.AsSpan(n * generator.Model.ZDim, generator.Model.ZDim),
                ws.AsSpan(n * generator.WsLength, generator.WsLength),
                new MappingOptions { Class = Class(golden, generator, n) });
        }
        Compare("ws_psi1", ws, WsLimit);
        Compare("img_const_f64", Pictures(generator, ws), pictureLimit);
        Compare("img_ws_rand_f64", Pictures(generator, golden.Read("ws_rand", _ => { })), pictureLimit);

        var psi = golden.Read("seed_psi", _ => { })[0];
        var (pictures, pixels) = (new List<float>(), new List<byte>());
        foreach (var seed in Seeds)
        {
            var row = new float[generator.WsLength];
            int? label = generator.Model.ClassCount > 0 ? (int)(seed % generator.Model.ClassCount) : null;
            generator.MapSeed(seed, row, new MappingOptions { Truncation = psi, Class = label });
            pictures.AddRange(Pictures(generator, row));
            var bytes = new byte[generator.ImageLength];
            generator.Synthesize(row, bytes);
            pixels.AddRange(bytes);
        }
        Compare("seed_img", [.. pictures], pictureLimit);
        // In the others a byte may be off by more: the pictures' own limit is theirs.
        if (precision == Precision.Float32)
            results.Add(new ParityResult(network, "seed_u8, share off by one", precision.Name(), Difference.ShareOffByOne([.. pixels], golden.Read("seed_u8", _ => { })), BytesOffByOne));
        return results;
    }

    private static int? Class(NpzReader golden, Generator generator, int sample)
    {
        if (generator.Model.ClassCount == 0)
            return null;
        var labels = golden.Read("c", _ => { });
        return Array.IndexOf(labels, 1f, sample * generator.Model.ClassCount, generator.Model.ClassCount) % generator.Model.ClassCount;
    }

    private static float[] Pictures(Generator generator, ReadOnlySpan<float> ws)
    {
        var pictures = new float[ws.Length / generator.WsLength * generator.ImageLength];
        generator.Synthesize(ws, pictures);
        return pictures;
    }
}
