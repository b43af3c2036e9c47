using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Writes a checkpoint as the state dict of the official network: an OrderedDict of contiguous float32 tensors, which PyTorch users open by
/// pickle.load, with no class of anybody's, and give to load_state_dict. What the tensors don't tell lies in the dict's attribute _metadata,
/// which load_state_dict carries along; <see cref="TorchConfiguredStateDict"/> reads it. The same checkpoint gives the same bytes.
/// </summary>
internal static class TorchStateDictWriter
{
    /// <summary>5 would add nothing, and the official programs' own Python, 3.7, reads 4.</summary>
    private const byte PickleProtocol = 4;

    // Places in the memo of the globals, the only values that are used twice.
    private const byte OrderedDict = 0;
    private const byte RebuildTensor = 1;
    private const byte LoadFromBytes = 2;

    private static readonly (byte Place, string Module, string Name)[] Globals =
    [
        (OrderedDict, "collections", "OrderedDict"),
        (RebuildTensor, "torch._utils", "_rebuild_tensor_v2"),
        (LoadFromBytes, "torch.storage", "_load_from_bytes"),
    ];

    /// <param name="checkpoint">What to write.</param>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="metadata">Notes to add to the checkpoint's, or to replace those of the same key.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(Checkpoint checkpoint, string path, IReadOnlyDictionary<string, string>? metadata) =>
        WholeFile.Write(path, stream => Write(checkpoint, stream, metadata));

    /// <summary>Writes the whole file to a stream.</summary>
    public static void Write(Checkpoint checkpoint, Stream stream, IReadOnlyDictionary<string, string>? metadata)
    {
        var content = new CheckpointContent(checkpoint, metadata);
        var pickle = new PickleEncoder(stream);
        pickle.Protocol(PickleProtocol);
        foreach (var (place, module, name) in Globals)
        {
            pickle.Global(module, name);
            pickle.Keep(place);
            pickle.Op(PickleOpcode.Pop);
        }

        EmptyOrderedDict(pickle);
        foreach (var tensor in content.Tensors)
        {
            pickle.Text(tensor.Name);
            WriteTensor(pickle, tensor, stream);
            pickle.Op(PickleOpcode.SetItem);
        }

        WriteAttributes(pickle, NetworkConfigJson.Write(checkpoint.Config), content.Notes);
        pickle.Op(PickleOpcode.Build);
        pickle.Op(PickleOpcode.Stop);
    }

    // _rebuild_tensor_v2(storage, offset, size, strides, requires_grad, backward_hooks).
    private static void WriteTensor(PickleEncoder pickle, Parameter tensor, Stream stream)
    {
        var head = TorchStorageHead.Write(tensor.Values.Length);
        pickle.Recall(RebuildTensor);
        pickle.Op(PickleOpcode.Mark);
        pickle.Recall(LoadFromBytes);
        pickle.Bytes(head.Length + ((long)sizeof(float) * tensor.Values.Length));
        stream.Write(head);
        CheckpointContent.WriteValues(tensor, stream);
        pickle.Op(PickleOpcode.Tuple1);
        pickle.Op(PickleOpcode.Reduce);
        pickle.Integer(0);
        WriteTuple(pickle, tensor.Shape);
        WriteTuple(pickle, Strides(tensor.Shape));
        pickle.Op(PickleOpcode.NewFalse);
        EmptyOrderedDict(pickle);
        pickle.Op(PickleOpcode.Tuple);
        pickle.Op(PickleOpcode.Reduce);
    }

    // {"_metadata": OrderedDict({"": {key of the configuration: JSON, key of the notes: {...}}})}: "" is the network itself.
    private static void WriteAttributes(PickleEncoder pickle, string config, SortedDictionary<string, string> notes)
    {
        pickle.Op(PickleOpcode.EmptyDict);
        pickle.Text(TorchConfiguredStateDict.Attribute);
        EmptyOrderedDict(pickle);
        pickle.Text(TorchConfiguredStateDict.Root);
        pickle.Op(PickleOpcode.EmptyDict);
        WriteItem(pickle, NetworkConfigJson.Key, config);
        pickle.Text(TorchConfiguredStateDict.NotesKey);
        pickle.Op(PickleOpcode.EmptyDict);
        foreach (var (key, note) in notes)
            WriteItem(pickle, key, note);
        // The notes into the network's own, those into _metadata, that into the attributes.
        pickle.Op(PickleOpcode.SetItem);
        pickle.Op(PickleOpcode.SetItem);
        pickle.Op(PickleOpcode.SetItem);
    }

    private static void WriteItem(PickleEncoder pickle, string key, string value)
    {
        pickle.Text(key);
        pickle.Text(value);
        pickle.Op(PickleOpcode.SetItem);
    }

    private static void EmptyOrderedDict(PickleEncoder pickle)
    {
        pickle.Recall(OrderedDict);
        pickle.Op(PickleOpcode.EmptyTuple);
        pickle.Op(PickleOpcode.Reduce);
    }

    private static void WriteTuple(PickleEncoder pickle, int[] values)
    {
        pickle.Op(PickleOpcode.Mark);
        foreach (var value in values)
            pickle.Integer(value);
        pickle.Op(PickleOpcode.Tuple);
    }

    private static int[] Strides(int[] shape)
    {
        var strides = new int[shape.Length];
        for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; stride *= Math.Max(1, shape[axis--]))
            strides[axis] = stride;
        return strides;
    }
}
