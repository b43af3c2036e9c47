using System.CommandLine;
using StyleGanIlgpu.Cli.Parsing;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>The options of generate, under the names of the official scripts where those have them.</summary>
internal sealed class GenerateOptions
{
    private readonly ValueOption network = NetworkOptions.Network();

    private readonly ValueOption networkKey = NetworkOptions.Key();

    private readonly ValueOption seeds = new(
        "--seeds", "SEEDS", "numbers and rising ranges from 0 to 4294967295, such as 0,1,85-100", text => SeedList.TryParse(text, out var list) ? list : null)
    {
        Description = "Which pictures: 0,1,85-100. The same seed gives the same picture as in the official scripts.",
    };

    private readonly ValueOption truncation = new("--trunc", "PSI", "a number, such as 0.7", Values.Float)
    {
        Description = "Truncation psi: nearer to 0, nearer to the average picture. [default: 1; StyleGAN1: 0.7]",
    };

    private readonly ValueOption cutoff = new(
        "--trunc-cutoff", "K", "a whole number of rows, 0 or more", Values.WholeNumber(0, int.MaxValue))
    {
        Description = "Truncate the first K rows of w only. [default: all; StyleGAN1: 8]",
    };

    private readonly ValueOption label = new("--class", "N", "a class number, 0 or more", Values.WholeNumber(0, int.MaxValue))
    {
        Description = "The class, for conditional networks. [default: StyleGAN-XL draws one from the seed]",
    };

    private readonly ValueOption centroids = new("--centroids-path", "FILE.npy", "a .npy file", Values.Text)
    {
        Description = "Truncate towards the nearest of these centres [K, w_dim], not the average (multi-modal truncation).",
    };

    private readonly ValueOption noiseMode = new(
        "--noise-mode", "const|random|none", "const, random or none",
        Values.OneOf(("const", NoiseMode.Const), ("random", NoiseMode.Random), ("none", NoiseMode.None)))
    {
        Description = "Where StyleGAN2's noise comes from. [default: const]",
    };

    private readonly ValueOption noiseSeed = new(
        "--noise-seed", "N", "a whole number from 0 to 18446744073709551615", Values.Unsigned)
    {
        Description = "Key of the noise of --noise-mode random. [default: 0]",
    };

    private readonly ValueOption translate = new(
        "--translate", "X,Y", "two numbers with a comma, such as 0.25,-0.1", Values.Pair)
    {
        Description = "Move the picture, in picture widths (StyleGAN3).",
    };

    private readonly ValueOption rotate = new("--rotate", "DEGREES", "a number of degrees", Values.Double)
    {
        Description = "Turn the picture (StyleGAN3).",
    };

    private readonly ValueOption projectedW = new("--projected-w", "FILE.npz", "an .npz file with an array w", Values.Text)
    {
        Description = "Make the pictures of the w in a file, in place of seeds: array w [N, rows, w_dim] or [rows, w_dim].",
    };

    private readonly ValueOption outDir = new("--outdir", "DIR", "a folder", Values.Text)
    {
        Description = "The folder for the pictures: seedNNNN.png, projNN.png, grid.png. Made where it doesn't exist. (required)",
    };

    private readonly ValueOption format = new(
        "--format", "png|npy", "png or npy", Values.OneOf(("png", PictureFormat.Png), ("npy", PictureFormat.Npy)))
    {
        Description = "npy: float32 [channels, height, width] before any clamping. [default: png]",
    };

    private readonly ValueOption grid = new(
        "--grid", "CxR", $"columns x rows, each 1 to {GridSize.LongestSide}, such as 4x4", Values.Grid)
    {
        Description = "Also put the pictures on one sheet, grid.png.",
    };

    private readonly ValueOption device = EngineOptions.Device();

    private readonly ValueOption precision = EngineOptions.Precision();

    private readonly ValueOption threads = new(
        "--threads", "N", $"a whole number from 1 to {EngineOptions.MostThreads}", Values.WholeNumber(1, EngineOptions.MostThreads))
    {
        Description = "Threads of the CPU engine; the pictures don't depend on it. [default: one a core]",
    };

    private readonly ValueOption batch = EngineOptions.Batch();

    private readonly ValueOption byteRule = new(
        "--byte-rule", "stylegan|xl", "stylegan or xl", Values.OneOf(("stylegan", ByteRule.StyleGan), ("xl", ByteRule.Xl)))
    {
        Description = "How numbers become bytes: x * 127.5 + 128, or (x + 1) * 255 / 2. [default: stylegan]",
    };

    public IEnumerable<Option> All =>
    [
        network, networkKey, seeds, truncation, cutoff, label, centroids, noiseMode, noiseSeed, translate, rotate, projectedW,
        outDir, format, grid, device, precision, threads, batch, byteRule,
    ];

    /// <exception cref="UsageException">Options that don't go together, or one that is missing.</exception>
    public GenerateRequest Read(ParseResult line, Terminal terminal)
    {
        var request = new GenerateRequest
        {
            Network = line.GetValue(network) as string,
            Seeds = line.GetValue(seeds) as SeedList,
            ProjectedW = line.GetValue(projectedW) as string,
            CentroidsPath = line.GetValue(centroids) as string,
            OutDir = (line.GetValue(outDir) as string) ?? throw new UsageException("--outdir is missing: the folder for the pictures"),
            Format = (line.GetValue(format) as PictureFormat?) ?? PictureFormat.Png,
            Grid = line.GetValue(grid) as GridSize?,
            Engine = new GeneratorOptions
            {
                Device = (line.GetValue(device) as string) ?? "auto",
                Precision = (line.GetValue(precision) as Precision?) ?? Precision.Float32,
                Threads = (line.GetValue(threads) as int?) ?? 0,
                BatchSize = (line.GetValue(batch) as int?) ?? 1,
                NetworkKey = line.GetValue(networkKey) as string,
            },
            Mapping = new MappingOptions
            {
                Truncation = line.GetValue(truncation) as float?,
                TruncationCutoff = line.GetValue(cutoff) as int?,
                Class = line.GetValue(label) as int?,
            },
            Synthesis = new SynthesisOptions
            {
                NoiseMode = (line.GetValue(noiseMode) as NoiseMode?) ?? NoiseMode.Const,
                NoiseSeed = (line.GetValue(noiseSeed) as ulong?) ?? 0,
                ByteRule = (line.GetValue(byteRule) as ByteRule?) ?? ByteRule.StyleGan,
                Transform = ReadTransform(line.GetValue(translate) as (double X, double Y)?, line.GetValue(rotate) as double?),
            },
        };
        return Check(request, terminal);
    }

    private static ImageTransform? ReadTransform((double X, double Y)? shift, double? degrees) =>
        shift is null && degrees is null ? null : new ImageTransform(shift?.X ?? 0, shift?.Y ?? 0, degrees ?? 0);

    private static GenerateRequest Check(GenerateRequest request, Terminal terminal)
    {
        if (request.Seeds is null && request.ProjectedW is null)
            throw new UsageException("--seeds is missing: which pictures, such as 0,1,85-100 (or --projected-w FILE.npz)");
        if (request.Grid is not null && request.Format != PictureFormat.Png)
            throw new UsageException("--grid makes a sheet of bytes: it goes with --format png only");
        if (request.ProjectedW is null)
            return request;
        // As in the official scripts: the file has a say over all that leads to a w.
        if (request.Seeds is not null)
            terminal.Warn("--seeds is ignored: the pictures come from --projected-w");
        if (request.Mapping != new MappingOptions() || request.CentroidsPath is not null)
            terminal.Warn("--trunc, --trunc-cutoff, --class and --centroids-path are ignored: the pictures come from --projected-w");
        return request with { Seeds = null, Mapping = new MappingOptions(), CentroidsPath = null };
    }
}
