using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Weights;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>
/// Every family in every format that it comes in: the files of the golden networks, and the same networks as other programs, and this one, would
/// have written them.
/// </summary>
internal static class FamilyFormats
{
    public const string Tensorflow = "TensorFlow `.pkl`";
    public const string PyTorchPickle = "PyTorch `.pkl`";
    public const string TorchSave = "`torch.save`";
    public const string StateDict = "state dict";
    public const string Safetensors = "safetensors";
    public const string Rosinality = "rosinality";
    public const string Genforce = "genforce";

    /// <summary>In the order of the README's columns.</summary>
    public static IReadOnlyList<string> Formats { get; } = [Tensorflow, PyTorchPickle, TorchSave, StateDict, Safetensors, Rosinality, Genforce];

    /// <summary>In the order of the README's rows.</summary>
    public static IReadOnlyList<string> Families => [.. Cells.Select(cell => cell.Family).Distinct()];

    /// <summary>Golden is the network whose picture it has to make.</summary>
    public static IReadOnlyList<Cell> Cells { get; } =
    [
        .. Tensorflow1("tf_sg1_32"),
        new("StyleGAN1", Genforce, "tf_sg1_32", () => [GenforceStyleGan1Tests.Archive("tf_sg1_32")]),
        .. Official("StyleGAN2", "sg2_skip64"),
        new("StyleGAN2", Tensorflow, "tf_sg2_32", () => [Golden("tf_sg2_32.pkl")]),
        new("StyleGAN2", Rosinality, "ros32.pt", () => [Golden("ros32.pt"), Golden("ros32_legacy.pt")]),
        new("StyleGAN2", Genforce, "sg2_skip64", () => [GenforceStyleGan2Tests.Archive("sg2_skip64")], IsExact: false),
        .. Official("StyleGAN2-ADA, classes", "sg2_ada_cond32"),
        new("StyleGAN2-ADA, classes", Tensorflow, "sg2_ada_cond32", () => [TensorflowForm("sg2_ada_cond32")], IsExact: false),
        .. Official("StyleGAN3-T", "sg3_t_cond32"),
        .. Official("StyleGAN3-R", "sg3_r64"),
        .. Official("StyleGAN-XL", "sgxl_super32_c8"),
    ];

    public static Cell Find(string family, string format) => Cells.Single(cell => cell.Family == family && cell.Format == format);

    /// <summary>A golden network in its own format, and in those that keep every number as it is.</summary>
    public static IReadOnlyList<byte[]> FormsOf(string golden)
    {
        var file = golden.Contains('.', StringComparison.Ordinal) ? golden : $"{golden}.pkl";
        return
        [
            Golden(file), Written(file, TorchStateDictWriter.Write), Written(file, SafetensorsWriter.Write),
            .. Cells.Where(cell => cell.Golden == golden && cell.IsExact).SelectMany(cell => cell.Files()),
        ];
    }

    private static IEnumerable<Cell> Tensorflow1(string golden) =>
    [
        new("StyleGAN1", Tensorflow, golden, () => [Golden($"{golden}.pkl")]),
        new("StyleGAN1", StateDict, golden, () => [Written($"{golden}.pkl", TorchStateDictWriter.Write)]),
        new("StyleGAN1", Safetensors, golden, () => [Written($"{golden}.pkl", SafetensorsWriter.Write)]),
    ];

    private static IEnumerable<Cell> Official(string family, string golden) =>
    [
        new(family, PyTorchPickle, golden, () => [Golden($"{golden}.pkl")]),
        new(family, TorchSave, golden, () => [new Resaved(golden).Archive(), new Resaved(golden, "G_ema").Stream()]),
        new(family, StateDict, golden, () => [Written($"{golden}.pkl", TorchStateDictWriter.Write)]),
        new(family, Safetensors, golden, () => [Written($"{golden}.pkl", SafetensorsWriter.Write)]),
    ];

    private static byte[] Golden(string name) => File.ReadAllBytes(GoldenFolder.PathOf(name));

    private static byte[] Written(string golden, Action<Checkpoint, Stream, IReadOnlyDictionary<string, string>?> write)
    {
        using var checkpoint = CheckpointReader.Open(GoldenFolder.PathOf(golden), null);
        using var stream = new MemoryStream();
        write(checkpoint, stream, null);
        return stream.ToArray();
    }

    private static byte[] TensorflowForm(string golden)
    {
        using var checkpoint = CheckpointReader.Open(GoldenFolder.PathOf($"{golden}.pkl"), null);
        var config = checkpoint.Config;
        return TensorflowWriter.Snapshot(4, TensorflowWriter.StyleGan2(
            checkpoint.Parameters, config.ImgResolution, r => $"{r}x{r}/ToRGB", "LabelEmbed", ("resolution", config.ImgResolution), ("label_size", config.CDim)));
    }

    /// <param name="Family">The README's row.</param>
    /// <param name="Format">The README's column.</param>
    /// <param name="Golden">The golden network that it is.</param>
    /// <param name="Files">The files of this format: one, or one of each container that it comes in.</param>
    /// <param name="IsExact">False where the test that writes the form rounds: biases lose a 1 there, which the reader adds again.</param>
    internal sealed record Cell(string Family, string Format, string Golden, Func<IReadOnlyList<byte[]>> Files, bool IsExact = true);
}
