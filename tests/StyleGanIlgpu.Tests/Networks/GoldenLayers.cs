using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>
/// Where a plan has what the official code calls the output of a layer. Ops do more in one step than official layers do, so some outputs are the
/// difference of two tensors, and one is scaled.
/// </summary>
internal sealed class GoldenLayers(GoldenNetwork golden, Plan plan)
{
    // StyleGAN1's layers, "16x16.Conv1".
    private static readonly Dictionary<string, string> TensorflowNames = new()
    {
        ["Const"] = "conv0",
        ["Conv"] = "conv1",
        ["Conv0_up"] = "conv0",
        ["Conv1"] = "conv1",
    };

    /// <summary>Official names in the order of execution.</summary>
    public IReadOnlyList<string> Names { get; } = golden.Arrays["layer_names"].Texts;

    /// <summary>Tensors of the plan that the layers are made of.</summary>
    public string[] Taps => [.. Names.Select(Source).SelectMany(source => source.Less is null ? [source.Name] : new[] { source.Name, source.Less }).Distinct()];

    /// <summary>A layer's output [channels, H, W], of one sample.</summary>
    public double[] Output(string layer, IReadOnlyDictionary<string, double[]> maps)
    {
        var source = Source(layer);
        var values = Array.ConvertAll(maps[source.Name], value => value / source.Scale);
        return source.Less is null ? values : [.. values.Zip(maps[source.Less], (sum, part) => sum - part)];
    }

    public int Channels(string layer) => plan[plan.Find(Source(layer).Name)].Shape.Channels;

    private (string Name, string? Less, double Scale) Source(string layer)
    {
        if (TensorflowNames.TryGetValue(layer[(layer.IndexOf('.') + 1)..], out var known))
            return ($"b{layer[..layer.IndexOf('x')]}.{known}", null, 1);
        var (block, part) = layer.Contains('.') ? (layer[..layer.IndexOf('.')], layer[(layer.IndexOf('.') + 1)..]) : (layer, "");
        return part switch
        {
            // The picture so far comes in as the residual of torgb.
            "torgb" => ($"{block}.img", Has($"{block}.upsampled") ? $"{block}.upsampled" : null, 1),
            // The residual path comes in as the residual of conv1.
            "conv1" when !Has(layer) => ($"{block}.x", $"{block}.skip", 1),
            "x" when !Has(layer) => ($"{block}.conv1", null, 1),
            // StyleGAN3's output scale is part of its last layer.
            "" when layer == Names[^1] => (layer, null, ((StyleGan3Config)golden.Network.Config).OutputScale),
            _ => (layer, null, 1),
        };
    }

    private bool Has(string name) => plan.Tensors.Any(tensor => tensor.Name == name);
}
