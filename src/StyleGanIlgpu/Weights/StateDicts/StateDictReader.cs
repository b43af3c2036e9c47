using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Makes a checkpoint of a state dict.</summary>
internal static class StateDictReader
{
    /// <exception cref="ModelFormatException">A tensor is damaged, missing or misshapen.</exception>
    public static Checkpoint Read(FoundStateDict found, TorchFile file, string source)
    {
        var network = found.Naming.Read(found.Open(source, file.Tensors));
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in TorchMetadata.Read(file.Content as PickleDictionary, null).Concat(network.Notes))
            notes[key] = value;
        return new Checkpoint(
            source,
            $"{file.Format}, state dict of {found.Naming.Program}",
            ConfigRules.Check(network.Config, source),
            new ParameterTable(source, network.Tensors),
            notes)
        {
            Contents = FileContents.List(file.Content),
        };
    }
}
