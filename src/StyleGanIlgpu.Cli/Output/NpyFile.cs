using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace StyleGanIlgpu.Cli.Output;

/// <summary>Writes float32 arrays in NumPy's format, version 1.0.</summary>
internal static class NpyFile
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a file that appears whole or not at all: under another name first, then renamed over an older one.</summary>
    public static void Save(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var part = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = File.Create(part))
                Write(stream, values, shape);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var extents = new string[shape.Length];
        for (var axis = 0; axis < extents.Length; axis++)
            extents[axis] = shape[axis].ToString(CultureInfo.InvariantCulture);
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", extents)}{(extents.Length == 1 ? "," : "")}), }}";
        // The data begins at a multiple of 64, so that it can be mapped; the header ends in a line break.
        var length = (10 + header.Length + 1 + Alignment - 1) / Alignment * Alignment - 10;
        stream.Write(Magic);
        Span<byte> size = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)length);
        stream.Write(size);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> number = stackalloc byte[4];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            stream.Write(number);
        }
    }
}
