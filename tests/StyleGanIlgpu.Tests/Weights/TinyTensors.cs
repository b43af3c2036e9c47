using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Canonical tensors of the smallest networks, for formats that hold tensors by other names.</summary>
internal static class TinyTensors
{
    /// <summary>StyleGAN1 of one block.</summary>
    public static ParameterTable StyleGan1 { get; } = Make(
        [.. Mapping, .. Epilogue("synthesis.b4.conv0"), .. Epilogue("synthesis.b4.conv1"),
        ("synthesis.b4.const", [2, 4, 4]), ("synthesis.b4.conv1.weight", [2, 2, 3, 3]), ("synthesis.b4.torgb.weight", [3, 2, 1, 1]), ("synthesis.b4.torgb.bias", [3])]);

    /// <summary>StyleGAN2 of one block, of two, and with a class.</summary>
    public static ParameterTable StyleGan2(int resolution = 4) => Make([.. Mapping, .. Blocks(resolution)]);

    private static IEnumerable<(string Name, int[] Shape)> Mapping => [("mapping.fc0.weight", [2, 3]), ("mapping.fc0.bias", [2]), ("mapping.w_avg", [2])];

    private static IEnumerable<(string Name, int[] Shape)> Epilogue(string layer) =>
    [
        ($"{layer}.bias", [2]), ($"{layer}.affine.weight", [4, 2]), ($"{layer}.affine.bias", [4]), ($"{layer}.noise_strength", [2]), ($"{layer}.noise_const", [4, 4]),
    ];

    private static IEnumerable<(string Name, int[] Shape)> Blocks(int resolution)
    {
        yield return ("synthesis.b4.const", [2, 4, 4]);
        for (var r = 4; r <= resolution; r *= 2)
        {
            foreach (var (layer, kernel) in r == 4 ? new[] { ("conv1", 3), ("torgb", 1) } : [("conv0", 3), ("conv1", 3), ("torgb", 1)])
            {
                var (name, outputs) = ($"synthesis.b{r}.{layer}", layer == "torgb" ? 3 : 2);
                yield return ($"{name}.weight", [outputs, 2, kernel, kernel]);
                yield return ($"{name}.bias", [outputs]);
                yield return ($"{name}.affine.weight", [2, 2]);
                yield return ($"{name}.affine.bias", [2]);
                if (layer == "torgb")
                    continue;
                yield return ($"{name}.noise_strength", []);
                yield return ($"{name}.noise_const", [r, r]);
            }
        }
    }

    private static ParameterTable Make(IEnumerable<(string Name, int[] Shape)> tensors) => new(
        "tiny", tensors.ToDictionary(tensor => tensor.Name, tensor => new Parameter(
            tensor.Name, tensor.Shape, PayloadNumbers.Make(tensor.Shape.Aggregate(1, (product, extent) => product * extent), tensor.Shape.Sum()))));
}
