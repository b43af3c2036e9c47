using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>State dicts are what PyTorch's users expect of them: by PyTorch itself, and by Python's own disassembler.</summary>
public sealed class StateDictTorchTests
{
    [PythonFact(Torch = true)]
    public void PyTorch_loads_every_state_dict_into_the_network_that_it_came_from()
    {
        using var folder = new TemporaryFolder();
        string[] names = [.. GoldenCheckpointTests.StyleGan2Names, .. GoldenCheckpointTests.StyleGan3Names, "faces64"];
        var expected = new List<string>();
        foreach (var name in names)
        {
            using var checkpoint = GoldenCheckpointTests.Open(name);
            TorchStateDictWriter.Write(checkpoint, folder[name], null);
            expected.Add($"{checkpoint.Parameters.Count} {(name.StartsWith("sg3", StringComparison.Ordinal) ? "stylegan3" : "stylegan2")}");
        }

        var output = PythonProgram.Run(PythonProgram.WithTorch!, "load_state_dicts.py", names.SelectMany(name => new[] { GoldenFolder.PathOf($"{name}.pkl"), folder[name] }));
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [PythonFact]
    public void A_state_dict_names_nothing_but_three_functions_and_a_storage_class()
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = GoldenCheckpointTests.Open("sg3_t_cond32");
        TorchStateDictWriter.Write(checkpoint, folder["a.pkl"], null);
        Assert.Equal(
            [
                $"{checkpoint.Parameters.Count}", "file collections.OrderedDict", "file torch._utils._rebuild_tensor_v2", "file torch.storage._load_from_bytes",
                "storage torch.FloatStorage",
            ],
            PythonProgram.Run(PythonProgram.Plain!, "pickled_globals.py", folder["a.pkl"]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
