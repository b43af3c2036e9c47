using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights;

/// <summary>What every format writes of a checkpoint, in an order that depends on nothing else: the same checkpoint gives the same bytes.</summary>
/// <param name="checkpoint">What to write.</param>
/// <param name="added">Notes to add to the checkpoint's, or to replace those of the same key.</param>
internal sealed class CheckpointContent(Checkpoint checkpoint, IReadOnlyDictionary<string, string>? added)
{
    private const int FloatsPerWrite = 1 << 22;

    /// <summary>The tensors in the order of their names.</summary>
    public IReadOnlyList<Parameter> Tensors { get; } = [.. checkpoint.Parameters.All.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];

    /// <summary>The notes in the order of their keys.</summary>
    public SortedDictionary<string, string> Notes { get; } = Merge(checkpoint.Metadata, added);

    /// <summary>Writes a tensor's numbers as float32 where they lie, piece by piece: a file of gigabytes takes no memory.</summary>
    public static void WriteValues(Parameter tensor, Stream stream)
    {
        for (var rest = tensor.Span; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, FloatsPerWrite)..])
            stream.Write(MemoryMarshal.AsBytes(rest[..Math.Min(rest.Length, FloatsPerWrite)]));
    }

    private static SortedDictionary<string, string> Merge(IReadOnlyDictionary<string, string> notes, IReadOnlyDictionary<string, string>? added)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in notes.Concat(added ?? new Dictionary<string, string>()))
            merged[key] = value;
        return merged;
    }
}
