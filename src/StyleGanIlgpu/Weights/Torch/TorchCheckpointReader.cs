using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.StateDicts;
using StyleGanIlgpu.Weights.Tensorflow;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Reads what PyTorch programs write, in whichever container: the official programs' training snapshots, files with G_ema only and bare
/// generators; and state dicts of generators, theirs and others'.
/// </summary>
internal static class TorchCheckpointReader
{
    /// <exception cref="ModelFormatException">The pickle is damaged, hostile, of another kind, or lacks the network.</exception>
    public static Checkpoint Read(ByteSource file, string source, string? networkKey)
    {
        var opened = TorchFile.Open(file, source);
        var content = opened.Content;
        if (TensorflowContent.Fits(content))
            return TensorflowCheckpointReader.Read(content, opened.Protocol, file.Length, source, networkKey);
        if (TorchConfiguredStateDict.From(content) is { } configured)
            return configured.Read(opened, file.Length, source, networkKey);
        if (StateDictChoice.Choose(content, source, networkKey) is { } stateDict)
            return StateDictReader.Read(stateDict, opened, source);
        if (OtherContents.Recognise(content) is { } other)
            throw new ModelFormatException($"{source}: the file holds {other}.");
        var generator = TorchNetworkChoice.Choose(content, source, networkKey);
        var parameters = TorchModuleTensors.Flatten(generator, opened.Tensors, source);
        var mapping = generator.Child("mapping")!;
        var synthesis = generator.Child("synthesis")!;
        NetworkConfig config =
            TorchStyleGan2.Fits(synthesis) ? TorchStyleGan2.Read(generator, mapping, synthesis, parameters, source)
            : TorchStyleGan3.Fits(synthesis) ? TorchStyleGan3.Read(generator, mapping, synthesis, parameters, source)
            : throw new ModelFormatException(
                $"{source}: the synthesis network is neither a StyleGAN2 (block 'b4') nor a StyleGAN3 (layer 'input'); it has {Describe(synthesis)}.");
        return new Checkpoint(
            source,
            opened.Format,
            ConfigRules.Check(config, source),
            new ParameterTable(source, parameters),
            TorchMetadata.Read(content as PickleDictionary, generator.InitKwargs))
        {
            Contents = FileContents.List(content),
        };
    }

    private static string Describe(TorchModule module) => string.Join(", ", module.Children.Take(8).Select(child => child.Key.Length > 60 ? $"'{child.Key[..60]}...'" : $"'{child.Key}'").DefaultIfEmpty("no layers"));
}
