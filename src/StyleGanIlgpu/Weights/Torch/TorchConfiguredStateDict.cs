using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>A pickled state dict that says in its attribute _metadata which network it is of, as <see cref="TorchStateDictWriter"/> writes it.</summary>
internal sealed class TorchConfiguredStateDict
{
    /// <summary>The attribute of state dicts in which modules keep notes of their own.</summary>
    public const string Attribute = "_metadata";

    /// <summary>The name there of the network itself; its parts have theirs.</summary>
    public const string Root = "";

    /// <summary>The notes' key beside <see cref="NetworkConfigJson.Key"/>: a dict of their own, so that none means something to a module.</summary>
    public const string NotesKey = "stylegan.notes";

    private readonly PickleDictionary _tensors;
    private readonly PickleDictionary _root;

    private TorchConfiguredStateDict(PickleDictionary tensors, PickleDictionary root)
    {
        _tensors = tensors;
        _root = root;
    }

    /// <summary>The content as such a state dict, or null if it isn't one.</summary>
    public static TorchConfiguredStateDict? From(object? content) =>
        content is PickleDictionary { Attributes: PickleDictionary attributes } tensors
        && attributes[Attribute] is PickleDictionary metadata
        && metadata[Root] is PickleDictionary root
        && root.TryGet(NetworkConfigJson.Key, out _)
            ? new TorchConfiguredStateDict(tensors, root)
            : null;

    /// <param name="file">The file that it stands in.</param>
    /// <param name="fileLength">Bounds what tensors and notes may take.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="networkKey">Must be null: there is a single network.</param>
    /// <exception cref="ModelFormatException">A value isn't a tensor or is damaged, or the configuration makes no sense.</exception>
    public Checkpoint Read(TorchFile file, long fileLength, string source, string? networkKey)
    {
        if (networkKey is not null)
            throw new ModelFormatException($"{source}: a state dict holds a single network, expected several to choose '{networkKey}' from.");
        var json = Text(_root[NetworkConfigJson.Key], fileLength)
            ?? throw new ModelFormatException($"{source}: the metadata '{NetworkConfigJson.Key}' isn't text, expected a configuration as JSON.");
        var config = ConfigRules.Check(NetworkConfigJson.Read(json, source), source);
        var parameters = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        foreach (var (name, value) in _tensors.TextItems)
            parameters.Add(name, file.Tensors.Read(name, value));
        return new Checkpoint(source, $"PyTorch state dict, protocol {file.Protocol}", config, new ParameterTable(source, parameters), Notes(fileLength));
    }

    private SortedDictionary<string, string> Notes(long fileLength)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // One long text can be the note of many keys; what a file holds honestly isn't longer than the file.
        var left = fileLength;
        foreach (var (key, value) in (_root[NotesKey] as PickleDictionary)?.TextItems ?? [])
        {
            if (Text(value, left) is not { } note)
                continue;
            notes.Add(key, note);
            left -= note.Length;
        }

        return notes;
    }

    private static string? Text(object? value, long longest) =>
        value as string ?? (value as PickleBytes)?.ToText((int)Math.Min(longest, Array.MaxLength));
}
