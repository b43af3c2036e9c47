using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>Reads the pickles of the official PyTorch programs: training snapshots, files with G_ema only, bare generators,
/// and the state dicts that this library writes.</summary>
internal static class TorchCheckpointReader
{
    /// <exception cref="ModelFormatException">The pickle is damaged, hostile, of another kind, or lacks the network.</exception>
    public static Checkpoint Read(ByteSource file, string source, string? networkKey)
    {
        var machine = new PickleMachine(file.All, source);
        var content = machine.Run();
        if (TorchConfiguredStateDict.From(content) is { } stateDict)
            return stateDict.Read(machine.Protocol, file.Length, source, networkKey);
        var generator = TorchNetworkChoice.Choose(content, source, networkKey);
        var parameters = TorchModuleTensors.Flatten(generator, new TorchTensors(source, file.Length), source);
        var mapping = generator.Child("mapping")!;
        var synthesis = generator.Child("synthesis")!;
        NetworkConfig config =
            TorchStyleGan2.Fits(synthesis) ? TorchStyleGan2.Read(generator, mapping, synthesis, parameters, source)
            : TorchStyleGan3.Fits(synthesis) ? TorchStyleGan3.Read(generator, mapping, synthesis, parameters, source)
            : throw new ModelFormatException(
                $"{source}: the synthesis network is neither a StyleGAN2 (block 'b4') nor a StyleGAN3 (layer 'input'); it has {Describe(synthesis)}.");
        return new Checkpoint(
            source,
            $"PyTorch pickle, protocol {machine.Protocol}",
            ConfigRules.Check(config, source),
            new ParameterTable(source, parameters),
            TorchMetadata.Read(content as PickleDictionary, generator));
    }

    private static string Describe(TorchModule module) => string.Join(", ", module.Children.Take(8).Select(child => $"'{child.Key}'").DefaultIfEmpty("no layers"));
}
