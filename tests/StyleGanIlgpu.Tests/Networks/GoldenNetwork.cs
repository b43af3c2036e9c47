using System.Collections.Concurrent;
using System.Text.Json;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>A golden checkpoint, bound to its architecture, and what the official code computes from it.</summary>
internal sealed class GoldenNetwork
{
    private static readonly ConcurrentDictionary<string, Lazy<GoldenNetwork>> Opened = new();

    private readonly JsonElement meta;

    private GoldenNetwork(string name)
    {
        Name = name;
        Network = GeneratorNetwork.Bind(CheckpointReader.Open(GoldenFolder.PathOf(name.Contains('.') ? name : $"{name}.pkl"), null));
        Arrays = GoldenFolder.Npz(Rosinality.Contains(name) ? "ros32.npz" : $"{name}.npz");
        meta = Arrays.Contains("meta") ? JsonDocument.Parse(Arrays["meta"].Text).RootElement : default;
    }

    public static IReadOnlyList<string> StyleGan1 { get; } = ["tf_sg1_32", "tf_sg1_128"];

    public static IReadOnlyList<string> StyleGan2 { get; } = ["sg2_ada_cond32", "sg2_fp16_64", "sg2_orig32", "sg2_skip64", "sg2_z512_32", "tf_sg2_32"];

    public static IReadOnlyList<string> StyleGan3 { get; } = ["sg3_r64", "sg3_t64", "sg3_t_cond32"];

    public static IReadOnlyList<string> StyleGanXl { get; } = ["sgxl_stem16_c8", "sgxl_super32_c8"];

    public static IReadOnlyList<string> All { get; } = [.. StyleGan1, .. StyleGan2, .. StyleGan3, .. StyleGanXl];

    /// <summary>One network in an archive, an old stream, and a training checkpoint without the average w.</summary>
    public static IReadOnlyList<string> Rosinality { get; } = ["ros32.pt", "ros32_legacy.pt", "ros32_train.pt"];

    /// <summary>One of each generation that is quick to compute.</summary>
    public static IReadOnlyList<string> Small { get; } = ["tf_sg1_32", "sg2_ada_cond32", "sg3_t_cond32", "sgxl_super32_c8"];

    /// <summary>The truncations that there are arrays of: what stands behind "ws_" and "img_" in the arrays' names, psi, and rows.</summary>
    public IReadOnlyList<(string Name, double Psi, int? Cutoff)> Truncations => Network is StyleGan1Network
        ? [("psi0.7_cut8", 0.7, 8), ("psi0.7_cut4", 0.7, 4)]
        : [("psi0.7", 0.7, null), ("psi-1.3", -1.3, null), ("psi0.7_cut", 0.7, meta.GetProperty("cutoff").GetInt32())];

    /// <summary>Psi and rows of the pictures of seeds.</summary>
    public (double Psi, int? Cutoff) SeedTruncation =>
        (Arrays["seed_psi"].Scalar, Arrays.Contains("seed_cutoff") ? (int)Arrays["seed_cutoff"].Scalar : null);

    public string Name { get; }

    public GeneratorNetwork Network { get; }

    public NpzFile Arrays { get; }

    public bool IsStyleGan3 => Network is StyleGan3Network;

    public static GoldenNetwork Open(string name) => Opened.GetOrAdd(name, n => new(() => new GoldenNetwork(n))).Value;

    /// <summary>The relative RMSE of an official float32 array: as measured, or the worst that was measured of its kind, ws or picture.</summary>
    public double OfficialError(string array)
    {
        var figures = meta.GetProperty("f32_vs_f64").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetProperty("rel_rmse").GetDouble());
        return figures.TryGetValue(array, out var figure) ? figure : figures.Where(f => IsPicture(f.Key) == IsPicture(array)).Max(f => f.Value);
    }

    public static bool IsPicture(string array) => array.Contains("img", StringComparison.Ordinal);

    /// <summary>The classes of all samples; null where the network has none.</summary>
    public double[]? AllLabels => Arrays.Contains("c") ? Arrays["c"].Doubles : null;

    /// <summary>One-hot rows.</summary>
    public double[] Labels(IEnumerable<long> classes) =>
        [.. classes.SelectMany(label => Enumerable.Range(0, Network.Config.CDim).Select(c => c == label ? 1.0 : 0.0))];
}
