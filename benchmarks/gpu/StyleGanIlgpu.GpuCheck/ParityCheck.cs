using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Every golden network against what the published code computes from it, in double precision where that is at hand.</summary>
internal static class ParityCheck
{
    private const double WsLimit = 2e-6;
    private const double BytesOffByOne = 1e-3;

    /// <summary>Relative RMSE of a picture.</summary>
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

    public static void Run(CheckOptions options, Precision precision, CheckResults results)
    {
        foreach (var network in options.Golden)
            results.Try($"parity of {network} in {precision.Name()}", () => results.Parity.AddRange(Run(options, network, precision)));
    }

    private static List<ParityResult> Run(CheckOptions options, string network, Precision precision)
    {
        var folder = Path.Combine(options.Checkout, "tests", "Golden");
        using var generator = Generator.Load(
            Path.Combine(folder, $"{network}.pkl"), new GeneratorOptions { Device = options.Device, Precision = precision });
        using var stream = File.OpenRead(Path.Combine(folder, $"{network}.npz"));
        using var golden = new NpzReader(stream, $"{network}.npz");
        var results = new List<ParityResult>();
        var pictureLimit = PictureLimits[precision];
        void Compare(string array, ReadOnlySpan<float> actual, double limit) =>
            results.Add(new ParityResult(network, array, precision.Name(), RelativeRmse(actual, golden.Read(array, _ => { })), limit));

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
            results.Add(new ParityResult(network, "seed_u8, share off by one", precision.Name(), ShareOffByOne(pixels, golden.Read("seed_u8", _ => { })), BytesOffByOne));
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

    /// <summary>NaN where lengths differ or a byte is off by more than one.</summary>
    private static double ShareOffByOne(List<byte> actual, float[] expected)
    {
        if (actual.Count != expected.Length)
            return double.NaN;
        var differences = actual.Zip(expected, (a, e) => Math.Abs(a - e)).ToArray();
        return differences.Max() > 1 ? double.NaN : differences.Average();
    }

    /// <summary>Root mean square of the difference over that of the expected values; NaN where lengths differ or a value is NaN.</summary>
    private static double RelativeRmse(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
            return double.NaN;
        double difference = 0, scale = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            difference += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
            scale += (double)expected[i] * expected[i];
        }
        return Math.Sqrt(difference / scale);
    }
}
