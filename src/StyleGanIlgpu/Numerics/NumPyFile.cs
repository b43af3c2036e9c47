namespace StyleGanIlgpu.Numerics;

/// <summary>One array from a NumPy file, .npz or .npy, told by the content and not by the name.</summary>
internal static class NumPyFile
{
    /// <param name="path">The file.</param>
    /// <param name="arrayName">Which array of an .npz file; the only one where null.</param>
    /// <param name="expected">What the array is to be, for messages: "ws [N, 14, 512]".</param>
    /// <param name="check">Called with the header, and what it is of, before any value is read; throws where it doesn't suit.</param>
    /// <returns>The values as float32, the last index running fastest.</returns>
    /// <exception cref="ModelFormatException">The file isn't of these kinds, is damaged, or has no such array.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static float[] Read(string path, string? arrayName, string expected, Action<NpyHeader, string> check)
    {
        using var stream = File.OpenRead(path);
        var first = stream.ReadByte();
        stream.Position = 0;
        switch (first)
        {
            case 'P':
                using (var npz = new NpzReader(stream, path))
                {
                    var name = arrayName ?? Only(npz, path, expected);
                    return npz.Read(name, header => check(header, $"{path}: array '{name}'"));
                }

            case 0x93:
                var reader = new NpyReader(stream, stream.Length, path);
                check(reader.Header, path);
                return reader.ReadFloats();
            default:
                throw new ModelFormatException($"{path}: isn't a NumPy .npz or .npy file, expected one with {expected}.");
        }
    }

    private static string Only(NpzReader npz, string path, string expected)
    {
        string[] names = [.. npz.Names.Take(2)];
        return names is [var name] ? name : throw new ModelFormatException($"{path}: holds {(names.Length == 0 ? "no" : "several")} arrays, expected a single one, {expected}.");
    }
}
