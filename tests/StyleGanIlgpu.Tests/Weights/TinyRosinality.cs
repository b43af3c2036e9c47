using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>The smallest generator under the rosinality program's names.</summary>
internal static class TinyRosinality
{
    private static readonly (string Theirs, string Ours)[] Names =
    [
        ("style.1.weight", "mapping.fc0.weight"), ("style.1.bias", "mapping.fc0.bias"), ("input.input", "synthesis.b4.const"),
        ("noises.noise_0", "synthesis.b4.conv1.noise_const"),
        .. Layer("conv1", "synthesis.b4.conv1"), .. Layer("to_rgb1", "synthesis.b4.torgb"),
    ];

    /// <summary>{"g_ema": ..., "latent_avg": ...} in whichever container.</summary>
    public static byte[] File(Func<TorchSaver, object?, byte[]> save)
    {
        var (saver, tensors) = (new TorchSaver(), TinyTensors.StyleGan2());
        return save(saver, new Py.Dict(("g_ema", new Py.Dict([.. Items(saver)])), ("latent_avg", saver.Tensor(Find(tensors, "mapping.w_avg")))));
    }

    /// <summary>The generator's own tensors; w can be wider, of affines that are then zero.</summary>
    public static IEnumerable<(object? Key, object? Value)> Items(TorchSaver saver, int w = 2)
    {
        var tensors = TinyTensors.StyleGan2();
        foreach (var (theirs, ours) in Names.Where(name => tensors.Contains(name.Ours)))
        {
            var tensor = Find(tensors, ours);
            yield return (theirs, w > 2 && ours.EndsWith("affine.weight", StringComparison.Ordinal) ? saver.Tensor(new float[2 * w], 2, w) : saver.Tensor(tensor));
        }
    }

    private static (string Theirs, string Ours)[] Layer(string theirs, string ours) =>
    [
        ($"{theirs}.conv.weight", $"{ours}.weight"), ($"{theirs}.conv.modulation.weight", $"{ours}.affine.weight"), ($"{theirs}.conv.modulation.bias", $"{ours}.affine.bias"),
        ($"{theirs}.noise.weight", $"{ours}.noise_strength"), ($"{theirs}.{(theirs == "conv1" ? "activate.bias" : "bias")}", $"{ours}.bias"),
    ];

    private static Parameter Find(ParameterTable tensors, string name) => tensors.All.Single(tensor => tensor.Name == name);
}
