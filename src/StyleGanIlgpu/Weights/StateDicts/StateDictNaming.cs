using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>A program's way of naming the tensors of its generator.</summary>
/// <param name="Program">For people: "the rosinality program".</param>
/// <param name="Marker">A tensor that every generator of this naming has, and nothing else.</param>
/// <param name="Read">Reads the tensors of a generator.</param>
internal sealed record StateDictNaming(string Program, string Marker, Func<StateDict, StateDictNetwork> Read)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<StateDictNaming> All { get; } =
    [
        new("the official programs", "synthesis.b4.const", OfficialStyleGan2.Read),
        new("the official programs", "synthesis.input.freqs", OfficialStyleGan3.Read),
        new("the rosinality program", "input.input", RosinalityNames.Read),
        new("the genforce program", "synthesis.early_layer.const", GenforceStyleGan2.Read),
        new("the genforce program", "synthesis.layer0.const", GenforceStyleGan1.Read),
    ];
}

/// <summary>A generator by canonical names, whatever its own were.</summary>
/// <param name="Config">What it is.</param>
/// <param name="Tensors">By canonical name.</param>
/// <param name="Notes">What isn't in the tensors, and was supposed.</param>
internal sealed record StateDictNetwork(NetworkConfig Config, IReadOnlyDictionary<string, Parameter> Tensors, IReadOnlyDictionary<string, string> Notes);
