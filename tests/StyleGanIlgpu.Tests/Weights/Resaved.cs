using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>What a golden pickle holds, to be saved by torch.save instead: the same objects, whose storages stand beside the pickle.</summary>
internal sealed class Resaved
{
    // What the reader's names for globals stand for.
    private static readonly Dictionary<string, Py.Global> Globals = new()
    {
        ["persistent object"] = new("torch_utils.persistence", "_reconstruct_persistent_obj"),
        ["torch parameter"] = new("torch._utils", "_rebuild_parameter"),
        ["torch tensor"] = new("torch._utils", "_rebuild_tensor_v2"),
        ["torch storage"] = new("torch.storage", "_load_from_bytes"),
        ["torch.nn.Embedding"] = new("torch.nn.modules.sparse", "Embedding"),
        ["numpy scalar"] = new("numpy.core.multiarray", "scalar"),
        ["numpy array"] = new("numpy.core.multiarray", "_reconstruct"),
        ["numpy.dtype"] = new("numpy", "dtype"),
        ["numpy.ndarray"] = new("numpy", "ndarray"),
    };

    private readonly TorchSaver _saver = new();
    private readonly Dictionary<object, object> _done = new(ReferenceEqualityComparer.Instance);
    private readonly object? _content;

    /// <param name="name">A golden network.</param>
    /// <param name="key">Only this network of the file; null for the whole.</param>
    public Resaved(string name, string? key = null)
    {
        using var source = ByteSource.Read(File.ReadAllBytes(GoldenFolder.PathOf($"{name}.pkl")), System.IO.Stream.Null)!;
        var content = new PickleMachine(source.All, name).Run();
        _content = Convert(key is null ? content : ((PickleDictionary)content!)[key]);
    }

    public byte[] Archive(string byteOrder = "little") => _saver.Archive(_content, "network-snapshot", byteOrder);

    public byte[] Stream() => _saver.Stream(_content);

    private object? Convert(object? value)
    {
        if (value is null or bool or long or double or string)
            return value;
        if (_done.TryGetValue(value, out var done))
            return done;
        return _done[value] = value switch
        {
            PickleBytes bytes => (object?)bytes.ToText(PickleText.Longest) ?? bytes.ToBytes()!.Value.Span.ToArray(),
            PickleTuple tuple => Array.ConvertAll(tuple.Items, Convert),
            PickleList list => list.Items.Select(Convert).ToList(),
            PickleDictionary dictionary => new Py.Dict([.. dictionary.Items.Select(item => (Convert(item.Key), Convert(item.Value)))]),
            PickleGlobal global => Globals.GetValueOrDefault(global.Name) ?? new Py.Global("torch", global.Name.Split('.')[^1]),
            PickleRecord { Name: "torch storage" } record => Storage(record),
            PickleRecord record => new Py.Call(Globals[record.Name], Array.ConvertAll(record.Arguments, Convert), Convert(record.State)),
            _ => throw new NotSupportedException($"{value.GetType()}"),
        };
    }

    // A storage's stream ends with its count and its numbers; what it says of itself stands before.
    private Py Storage(PickleRecord record)
    {
        using var source = ByteSource.Read(((PickleBytes)record.Arguments[0]!).ToBytes()!.Value.Span, System.IO.Stream.Null)!;
        var stream = StyleGanIlgpu.Weights.Torch.Containers.TorchStream.Read(source.All, "resaved");
        var storage = stream.Storages.Values.Single();
        return _saver.Storage($"{storage.Type switch { ElementType.Float32 => "Float", ElementType.Int64 => "Long", var other => throw new NotSupportedException($"{other}") }}Storage", storage.Count, storage.Data.Span);
    }
}
