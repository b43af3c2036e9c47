using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>Reads the pickles of NVIDIA's TensorFlow programs: StyleGAN1, and StyleGAN2 in all its configurations.</summary>
internal static class TensorflowCheckpointReader
{
    /// <param name="content">What the pickle holds; <see cref="TensorflowContent.Fits"/> said that it is for this reader.</param>
    /// <param name="protocol">The pickle's.</param>
    /// <param name="fileLength">Bounds what the tensors may take.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="networkKey">"G", "D" or "Gs"; Gs where null.</param>
    /// <exception cref="ModelFormatException">There is no such network, it isn't a generator, or something in it is damaged.</exception>
    public static Checkpoint Read(object? content, int protocol, long fileLength, string source, string? networkKey)
    {
        var network = TensorflowContent.Choose(content, source, networkKey);
        var synthesis = network.Component("synthesis")!;
        var tensors = new TensorflowTensors(source, fileLength);
        var parameters = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        tensors.Read(network, "mapping.", TensorflowMapping.OwnNames, 0, parameters);
        tensors.Read(network.Component("mapping")!, "mapping.", TensorflowMapping.Names, 0, parameters);
        NetworkConfig config =
            TensorflowStyleGan1.Fits(synthesis) ? TensorflowStyleGan1.Read(network, tensors, parameters, source)
            : TensorflowStyleGan2.Fits(synthesis) ? TensorflowStyleGan2.Read(network, tensors, parameters, source)
            : throw new ModelFormatException($"{source}: the synthesis network has neither StyleGAN1's variables ('StyleMod') nor StyleGAN2's ('mod_weight').");
        return new Checkpoint(
            source,
            $"TensorFlow pickle, version {network.Version}, protocol {protocol}",
            ConfigRules.Check(config, source),
            new ParameterTable(source, parameters),
            Notes(network))
        {
            Contents = FileContents.List(content),
        };
    }

    /// <summary>For people: the arguments that the network was made with, and by which function.</summary>
    private static SortedDictionary<string, string> Notes(TensorflowNetwork network)
    {
        var notes = TorchMetadata.Read(null, network.StaticKwargs);
        if (network.Function is { } function)
            notes["build_func_name"] = function;
        return notes;
    }
}
