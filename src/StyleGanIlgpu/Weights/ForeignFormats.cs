using System.Text;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Weights;

/// <summary>What people hand to a checkpoint reader by mistake, or too early, told by the first bytes.</summary>
internal static partial class ForeignFormats
{
    private const string NotYet = "recognised, not supported yet";

    // Looked through from top to bottom; the first that fits gives the message.
    private static readonly (Func<ReadOnlyMemory<byte>, bool> Fits, string What)[] Table =
    [
        (head => head.IsEmpty, "the file is empty, expected a checkpoint"),
        (head => Starts(head, "version https://git-lfs"), "this is a Git LFS pointer, fetch the real file (git lfs pull)"),
        (head => Web().IsMatch(Text(head)), "this is a web page, not a checkpoint: the download went wrong"),
        (head => Starts(head, [0x89, (byte)'P', (byte)'N', (byte)'G']), "this is a PNG image, not a checkpoint"),
        (head => Starts(head, [0xFF, 0xD8, 0xFF]), "this is a JPEG image, not a checkpoint"),
        (head => Starts(head, "GIF8"), "this is a GIF image, not a checkpoint"),
        (head => Starts(head, "RIFF"), "this is a WebP image or another RIFF file, not a checkpoint"),
        (head => Starts(head, "%PDF"), "this is a PDF document, not a checkpoint"),
        (head => Starts(head, "PK\u0003\u0004") && NumpyZip().IsMatch(Text(head)), "this is a NumPy archive (.npz), not a checkpoint"),
        (head => Starts(head, [0x1F, 0x8B]), "this is a gzip archive, not a checkpoint: unpack it first"),
        (head => Starts(head, "7z\u00BC\u00AF"), "this is a 7-Zip archive, not a checkpoint: unpack it first"),
        (head => IsTar(head) && TorchTar().IsMatch(Text(head)), "this is a PyTorch file of the tar format of before version 0.1.10, which isn't supported: load it with PyTorch and save it again"),
        (head => IsTar(head), "this is a tar archive, not a checkpoint: unpack it first"),
        (head => Starts(head, "\u0093NUMPY"), "this is a NumPy array (.npy), not a checkpoint"),
        (head => Starts(head, "\u0089HDF"), $"this is an HDF5 file: {NotYet}"),
        (head => Starts(head, "GGUF"), "this is a GGUF file, not a StyleGAN checkpoint"),
        (head => head.Span is [0x08, < 0x20, 0x12, ..], $"this is an ONNX model: {NotYet}"),
    ];

    /// <summary>What the file is and why it can't be opened; null if it is none of these.</summary>
    public static string? Recognise(ReadOnlyMemory<byte> head)
    {
        foreach (var (fits, what) in Table)
        {
            if (fits(head))
                return what;
        }

        return null;
    }

    private static bool Starts(ReadOnlyMemory<byte> head, string latin1) => Starts(head, Encoding.Latin1.GetBytes(latin1));

    private static bool Starts(ReadOnlyMemory<byte> head, ReadOnlySpan<byte> start) => head.Span.StartsWith(start);

    private static bool IsTar(ReadOnlyMemory<byte> head) => Text(head).AsSpan(Math.Min(head.Length, 257)).StartsWith("ustar");

    private static string Text(ReadOnlyMemory<byte> head) => Encoding.Latin1.GetString(head.Span);

    [GeneratedRegex(@"^(\xEF\xBB\xBF)?\s*<(!doctype|html|head|body|script|\?xml|!--)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Web();

    // The name of the first entry starts at byte 30, and other headers or bytes of the array follow.
    [GeneratedRegex(@"^.{30}[\w.\- ]+\.npy(?!/)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex NumpyZip();

    // The name of the first entry is the first thing in a tar archive.
    [GeneratedRegex(@"^(\./)?(sys_info|storages|tensors|pickle)\0", RegexOptions.CultureInvariant)]
    private static partial Regex TorchTar();
}
