using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>What PyTorch files hold that are no generator of a known program, told by the names in them.</summary>
internal static class OtherContents
{
    private const int Deepest = 3;

    // Each row fits where one of its names ends the name of a tensor, whatever dicts and prefixes are around it. The first that fits gives the message.
    private static readonly (string[] Names, string What)[] Tensors =
    [
        (["G.initial_block", "GE.initial_block", "G.to_initial_block.weight", "S.net.0.weight"],
            "a checkpoint of lucidrains' stylegan2-pytorch, another architecture (bilinear up-sampling, no learning-rate multipliers, noise drawn per pixel) that isn't supported"),
        (["to_rgb1.iwt.ll", "to_rgbs.0.iwt.ll"], "a SWAGAN generator (wavelets, of the rosinality program), which isn't supported"),
        (["encoder.input_layer.0.weight", "input_layer.0.weight", "styles.0.linear.weight"],
            "an encoder of pictures (pSp, e4e, ArcFace), without the generator that may come with it; expected tensors 'decoder.*' beside it"),
        (["Mixed_5b.branch1x1.conv.weight", "Mixed_7c.branch1x1.conv.weight"], "the weights of an Inception network, as quality measures use them, not a generator"),
        (["lin0.model.1.weight", "lins.0.model.1.weight"], "the weights of LPIPS, a measure of distance between pictures, not a generator"),
        (["features.0.weight", "slice1.0.weight", "conv1_1.weight"], "the weights of a VGG network or the like, as measures of distance use them, not a generator"),
        (["layer1.0.conv1.weight"], "the weights of a ResNet, not a generator"),
        (["b4.mbstd.weight", "b4.out.weight", "final_linear.0.weight", "final_linear.1.weight", "D.to_logit.weight"], "a discriminator without its generator"),
    ];

    // Each row fits where a dict has all its keys.
    private static readonly (string[] Keys, string What)[] Dicts =
    [
        (["state", "param_groups"], "the state of an optimizer, not a network"),
        (["data", "labels"], "a data set, not a network"),
        (["images", "labels"], "a data set, not a network"),
        (["G_kwargs"], "the options of a training run, not a network"),
        (["training_set_kwargs"], "the options of a training run, not a network"),
        (["batch_size", "lr"], "the options of a training run, not a network"),
        (["batch", "lr"], "the options of a training run, not a network"),
    ];

    /// <summary>What a file is that holds no generator; null if nothing is known of it.</summary>
    public static string? Recognise(object? content)
    {
        if (content is PickleRecord { Name: "argparse.Namespace" })
            return "the options of a program, not a network";
        if (TorchTensors.IsTensor(content))
            return "a single tensor, not a network";
        if (content is not PickleDictionary dictionary || dictionary.TextItems.Any(item => TorchModule.From(item.Value) is not null))
            return null;
        if (dictionary.Items.Count == 0)
            return "an empty dict, expected a network";
        var (tensors, dicts) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<PickleDictionary>(ReferenceEqualityComparer.Instance));
        Collect(dictionary, 0, tensors, dicts);
        return Tensors.FirstOrDefault(row => row.Names.Any(tensors.Contains)).What
            ?? Dicts.FirstOrDefault(row => dicts.Any(dict => row.Keys.All(key => dict.TryGet(key, out _)))).What;
    }

    // Of a tensor's name only what the rows ask for is kept.
    private static void Collect(PickleDictionary dictionary, int depth, HashSet<string> tensors, HashSet<PickleDictionary> dicts)
    {
        if (!dicts.Add(dictionary))
            return;
        foreach (var (name, value) in dictionary.TextItems)
        {
            if (value is PickleDictionary inner && depth < Deepest)
                Collect(inner, depth + 1, tensors, dicts);
            else if (TorchTensors.IsTensor(value))
                tensors.UnionWith(Tensors.SelectMany(row => row.Names).Where(asked => StateDictSearch.IsNamed(name, asked)));
        }
    }
}
