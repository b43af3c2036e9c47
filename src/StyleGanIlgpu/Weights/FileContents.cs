using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Tensorflow;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights;

/// <summary>What a file holds beside the network that was taken, for people: "G_ema (Generator)", "D (Discriminator)", "g_optim (dict)".</summary>
internal static class FileContents
{
    private const int Most = 32;
    private const int LongestKey = 60;

    /// <summary>One line an object, in the order of the file; none where the file is the network itself.</summary>
    public static IReadOnlyList<string> List(object? content)
    {
        if (TensorflowContent.Fits(content))
            return [.. TensorflowContent.List(content)];
        if (content is not PickleDictionary dictionary || dictionary.TextItems.All(item => TorchTensors.IsTensor(item.Value)))
            return [];
        return [.. dictionary.TextItems.Take(Most).Select(item => $"{(item.Key.Length > LongestKey ? $"{item.Key[..LongestKey]}..." : item.Key)} ({Kind(item.Value)})")];
    }

    /// <summary>What a value is, without its article: "Generator", "tensor", "dict".</summary>
    public static string Kind(object? value) => value switch
    {
        null => "None",
        PickleDictionary dictionary when dictionary.TextItems.Take(Most).Any(item => TorchTensors.IsTensor(item.Value)) => "tensors",
        PickleDictionary => "dict",
        PickleList => "list",
        PickleTuple => "tuple",
        string or PickleBytes => "text or bytes",
        PickleRecord record when TorchTensors.IsTensor(record) => "tensor",
        PickleRecord record => TorchModule.From(record)?.ClassName ?? record.Name,
        _ => "number",
    };
}
