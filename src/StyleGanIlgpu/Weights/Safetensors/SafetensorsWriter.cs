using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>
/// Writes a checkpoint as safetensors: tensors in float32, in the order of their names, with the configuration and the notes as metadata.
/// The same checkpoint gives the same bytes.
/// </summary>
internal static class SafetensorsWriter
{
    // The data starts at a multiple of this, so that every float32 tensor can be viewed in place.
    private const int Alignment = 8;

    // The format's usual readers take plain quotes within strings better than \u0022.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        // What other readers of the format expect of weights that came from PyTorch.
        content.Notes["format"] = "pt";
        content.Notes[NetworkConfigJson.Key] = NetworkConfigJson.Write(checkpoint.Config);
        var header = Header(content);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in content.Tensors)
            CheckpointContent.WriteValues(tensor, stream);
    }

    private static byte[] Header(CheckpointContent content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in content.Notes)
                json.WriteString(key, value);
            json.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in content.Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafetensorsTypes.Float32);
                json.WriteStartArray("shape");
                foreach (var extent in tensor.Shape)
                    json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)sizeof(float) * tensor.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while ((sizeof(ulong) + buffer.Length) % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
