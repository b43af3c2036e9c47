using System.Text;
using System.Text.RegularExpressions;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch;
using StyleGanIlgpu.Weights.Zip;

namespace StyleGanIlgpu.Weights;

/// <summary>Tells a file's format by its first bytes and hands it to that format's reader.</summary>
internal static partial class CheckpointReader
{
    private const string DefaultModel = "faces64.safetensors";

    // Enough to tell any format of the table; read before anything else, so that a wrong stream isn't read to its end.
    private const int HeadBytes = 4096;

    /// <param name="path">The file, mapped into memory while it is read, or as long as the checkpoint lives.</param>
    /// <param name="networkKey">Which network of several.</param>
    /// <exception cref="ModelFormatException">The content isn't a supported checkpoint, is damaged, or lacks the network.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    public static Checkpoint Open(string path, string? networkKey)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: is a folder, expected a checkpoint file.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: can't be read, access is denied.", e);
        }

        using (file)
        {
            // Pipes can't be mapped.
            return file is { CanSeek: true, Length: > 0 } ? Read(ByteSource.Map(file), path, networkKey) : Open(file, path, networkKey);
        }
    }

    /// <param name="stream">Read to its end, unless its start shows that it is something else.</param>
    /// <param name="name">Stands for the file's name in messages.</param>
    /// <param name="networkKey">Which network of several.</param>
    /// <exception cref="ModelFormatException">The content isn't a supported checkpoint, is damaged, or lacks the network.</exception>
    public static Checkpoint Open(Stream stream, string name, string? networkKey)
    {
        var head = new byte[HeadBytes];
        head = head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        CheckFormat(head, name);
        var source = ByteSource.Read(head, stream)
            ?? throw new ModelFormatException($"{name}: the stream is longer than {Array.MaxLength} bytes; open such a checkpoint by its path.");
        return Read(source, name, networkKey);
    }

    /// <summary>The model that the library carries.</summary>
    public static unsafe Checkpoint OpenDefault()
    {
        var stream = typeof(CheckpointReader).Assembly.GetManifestResourceStream(DefaultModel)
            ?? throw new InvalidOperationException($"The library was built without its default model, {DefaultModel}.");
        // The resource is a part of the loaded library, which is never unloaded: viewed in place, nothing is copied.
        return stream is UnmanagedMemoryStream resource
            ? Read(ByteSource.Borrow(resource.PositionPointer, resource.Length), DefaultModel, null)
            : Open(stream, DefaultModel, null);
    }

    private static Checkpoint Read(ByteSource file, string source, string? networkKey)
    {
        var kept = false;
        try
        {
            var head = file.All.Head(HeadBytes).ToArray();
            CheckFormat(head, source);
            if (!SafetensorsHeader.StartsLikeOne(head))
                return TorchCheckpointReader.Read(file, source, networkKey);
            if (networkKey is not null)
                throw new ModelFormatException($"{source}: safetensors hold a single network, expected several to choose '{networkKey}' from.");
            var checkpoint = SafetensorsReader.Read(file, source);
            kept = true;
            return checkpoint;
        }
        finally
        {
            if (!kept)
                file.Dispose();
        }
    }

    private static void CheckFormat(byte[] head, string source)
    {
        if (ForeignFormats.Recognise(head) is { } foreign)
            throw new ModelFormatException($"{source}: {foreign}.");
        if (!SafetensorsHeader.StartsLikeOne(head) && !ZipDirectory.StartsLikeOne(head) && !StartsLikePickle(head))
        {
            throw new ModelFormatException(
                $"{source}: the format isn't known (it starts with {Convert.ToHexString(head.AsSpan(0, Math.Min(8, head.Length)))}), expected a StyleGAN in a pickle of PyTorch or TensorFlow, a file of torch.save, or safetensors.");
        }
    }

    // Protocols 2 and up announce themselves. Older ones start with a container or with a global.
    private static bool StartsLikePickle(byte[] head) =>
        head is [0x80, <= 5, ..] || OldPickle().IsMatch(Encoding.Latin1.GetString(head.AsSpan(0, Math.Min(head.Length, 256))));

    [GeneratedRegex(@"^(\([dltc(Iis]|[}\]][qr(.]|c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n)", RegexOptions.CultureInvariant)]
    private static partial Regex OldPickle();
}
