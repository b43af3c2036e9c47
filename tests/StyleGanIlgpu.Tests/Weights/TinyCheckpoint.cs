using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A file of a few kilobytes for every format and family, to be damaged in every way that there is.</summary>
/// <param name="Name">The format, as a file name could say it.</param>
/// <param name="Content">The whole file; its tensors hold <see cref="PayloadNumbers"/>.</param>
/// <param name="Estimates">Whether a damaged one may lack its average w, which is then estimated: memory that has nothing to do with the file.</param>
/// <param name="HasStrides">Whether its tensors say which numbers they are made of, so that a change lawfully makes them of others.</param>
internal sealed record TinyCheckpoint(string Name, byte[] Content, bool HasStrides = true, bool Estimates = false)
{
    public const int Largest = 8192;

    // One line a format.
    public static IReadOnlyList<TinyCheckpoint> All { get; } =
    [
        new("stylegan2-protocol2", TinyStyleGan2.Snapshot(2, TinyStyleGan2.Generator(root: ZDim))),
        new("stylegan2-protocol3", TinyStyleGan2.Snapshot(3, TinyStyleGan2.Generator(root: ZDim))),
        new("stylegan2-protocol4", TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(root: ZDim))),
        new("stylegan2-protocol5", TinyStyleGan2.Snapshot(5, TinyStyleGan2.Generator(root: ZDim))),
        new("stylegan3-protocol4", TinyStyleGan2.Snapshot(4, TinyStyleGan3.Generator())),
        new("stylegan2-safetensors", Written(SafetensorsWriter.Write, TinyStyleGan2.Generator(root: ZDim)), HasStrides: false),
        new("stylegan3-safetensors", Written(SafetensorsWriter.Write, TinyStyleGan3.Generator()), HasStrides: false),
        new("styleganxl-protocol4", TinyStyleGan2.Snapshot(4, TinyStyleGan3.Generator(classes: 2))),
        new("stylegan1-tensorflow", PickleWriter.Write(4, TensorflowWriter.StyleGan1(TinyTensors.StyleGan1, 4, _ => false))),
        new("stylegan1-tensorflow-python2", PickleWriter.Write(2, TensorflowWriter.StyleGan1(TinyTensors.StyleGan1, 4, _ => false))),
        new("stylegan2-tensorflow", PickleWriter.Write(4, TensorflowWriter.StyleGan2(TinyTensors.StyleGan2(), 4, r => $"{r}x{r}/ToRGB", "LabelConcat"))),
        new("stylegan2-tensorflow-growing", PickleWriter.Write(3, TensorflowWriter.StyleGan2(TinyTensors.StyleGan2(), 4, _ => "ToRGB_lod0", "LabelConcat"))),
        new("rosinality-archive", TinyRosinality.File((saver, content) => saver.Archive(content)), Estimates: true),
        new("rosinality-stream", TinyRosinality.File((saver, content) => saver.Stream(content)), Estimates: true),
        new("stylegan2-archive", StateDict((saver, content) => saver.Archive(content))),
        new("stylegan2-stream", StateDict((saver, content) => saver.Stream(content))),
        new("stylegan2-state-dict", Written(TorchStateDictWriter.Write, TinyStyleGan2.Generator(root: ZDim))),
        new("stylegan3-state-dict", Written(TorchStateDictWriter.Write, TinyStyleGan3.Generator())),
    ];

    // Official files hold NumPy scalars here and there.
    private static (object? Key, object? Value)[] ZDim => [("z_dim", PyTorch.Scalar("i8", [3, 0, 0, 0, 0, 0, 0, 0]))];

    private static byte[] StateDict(Func<TorchSaver, object?, byte[]> save)
    {
        using var pickle = new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator(root: ZDim)));
        using var checkpoint = CheckpointReader.Open(pickle, "tiny", null);
        var saver = new TorchSaver();
        return save(saver, saver.StateDict(checkpoint));
    }

    private static byte[] Written(Action<Checkpoint, Stream, IReadOnlyDictionary<string, string>?> write, Py generator)
    {
        using var pickle = new MemoryStream(TinyStyleGan2.Snapshot(4, generator));
        using var checkpoint = CheckpointReader.Open(pickle, "tiny", null);
        using var written = new MemoryStream();
        write(checkpoint, written, null);
        return written.ToArray();
    }
}
