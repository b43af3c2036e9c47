using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>Finds the wanted generator in what a pickle holds, or says what the file holds instead.</summary>
internal static class TorchNetworkChoice
{
    /// <summary>The moving average of the generator's weights: the one whose pictures everybody shows.</summary>
    private const string DefaultKey = "G_ema";

    /// <exception cref="ModelFormatException">There is no such network, or it isn't a generator that is supported.</exception>
    public static TorchModule Choose(object? content, string source, string? networkKey)
    {
        if (TorchModule.From(content) is { } bare)
        {
            return networkKey is null
                ? Generator(bare, "the network", source)
                : throw new ModelFormatException($"{source}: the file is a single network, expected several to choose '{networkKey}' from.");
        }

        if (content is not PickleDictionary networks)
            throw new ModelFormatException($"{source}: the pickle holds {Describe(content)}, expected a dict of networks or a generator.");
        var key = networkKey ?? DefaultKey;
        if (!networks.TryGet(key, out var chosen))
            throw new ModelFormatException($"{source}: there is no network '{key}', the file holds {Keys(networks)}.");

        return TorchModule.From(chosen) is { } module
            ? Generator(module, $"'{key}'", source)
            : throw new ModelFormatException($"{source}: '{key}' is {Describe(chosen)}, expected a generator.");
    }

    private static TorchModule Generator(TorchModule module, string what, string source)
    {
        if (module.Child("mapping") is null || module.Child("synthesis") is null)
            throw new ModelFormatException($"{source}: {what} is of the class '{module.ClassName}', expected a generator (with the parts 'mapping' and 'synthesis').");
        return module;
    }

    private static string Keys(PickleDictionary networks)
    {
        var modules = networks.TextItems.Where(item => TorchModule.From(item.Value) is not null).Select(item => $"'{Shown(item.Key)}' ({Shown(TorchModule.From(item.Value)!.ClassName)})").ToList();
        if (modules.Count > 0)
            return $"{string.Join(", ", modules.Take(16))}";
        var other = networks.TextItems.Take(8).Select(item => $"'{Shown(item.Key)}'").ToList();
        return other.Count > 0 ? $"no networks, only {string.Join(", ", other)}" : "nothing";
    }

    private static string Shown(string text) => text.Length > 40 ? $"{text[..40]}..." : text;

    private static string Describe(object? value) => FileContents.Kind(value) switch
    {
        "None" => "None",
        "text or bytes" => "text or bytes",
        "tensors" => "a dict of tensors",
        var kind => $"a {kind}",
    };
}
