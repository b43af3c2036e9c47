using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The tensors of one network by the names that its own program gives them; each is read when it is asked for.</summary>
/// <param name="source">The file's name, for messages.</param>
/// <param name="values">As pickled, without what stands before the names of the whole network.</param>
/// <param name="latentAverage">The average w that rosinality's programs store beside the network; null where there is none.</param>
/// <param name="tensors">Reads the values.</param>
internal sealed class StateDict(string source, IReadOnlyDictionary<string, object?> values, object? latentAverage, TorchTensors tensors)
{
    public string Source => source;

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength => tensors.FileLength;

    public IEnumerable<string> Names => values.Keys;

    public bool Contains(string name) => values.ContainsKey(name);

    /// <summary>The tensor of a name, or null.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public Parameter? Find(string name) => values.TryGetValue(name, out var value) ? tensors.Read(name, value) : null;

    /// <summary>The average w beside the network, as stored: [w_dim], or that for every row.</summary>
    public Parameter? LatentAverage() => latentAverage is null ? null : tensors.Read("latent_avg", latentAverage);

    /// <summary>How many names there are of a numbered kind, from 0 up without a gap: "convs.{0}.conv.weight".</summary>
    public int Count(Func<int, string> name)
    {
        var count = 0;
        while (Contains(name(count)))
            count++;
        return count;
    }
}
