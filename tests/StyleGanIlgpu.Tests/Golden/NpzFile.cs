using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>The arrays of an npz file as NumPy wrote it: a zip of npy files, little-endian, in C order.</summary>
internal sealed partial class NpzFile
{
    private readonly Dictionary<string, GoldenArray> arrays = [];

    private NpzFile(string path) => Path = path;

    public string Path { get; }

    public IEnumerable<string> Names => arrays.Keys;

    /// <summary>The array of this name.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such array.</exception>
    public GoldenArray this[string name] =>
        arrays.TryGetValue(name, out var array) ? array : throw new KeyNotFoundException($"{Path} has no array '{name}'.");

    public bool Contains(string name) => arrays.ContainsKey(name);

    public static NpzFile Open(string path)
    {
        var file = new NpzFile(path);
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            var name = entry.FullName[..^".npy".Length];
            file.arrays.Add(name, Parse($"{path}:{name}", content));
        }
        return file;
    }

    private static GoldenArray Parse(string name, byte[] content)
    {
        var wide = content[6] >= 2;
        var start = wide ? 12 : 10;
        var length = wide ? BitConverter.ToInt32(content, 8) : BitConverter.ToUInt16(content, 8);
        var header = HeaderPattern().Match(System.Text.Encoding.UTF8.GetString(content, start, length));
        if (!header.Success || header.Groups["fortran"].Value != "False")
            throw new InvalidDataException($"{name}: header not understood.");
        var shape = header.Groups["shape"].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))
            .ToArray();
        return new GoldenArray(name, header.Groups["descr"].Value, shape, content.AsMemory(start + length));
    }

    [GeneratedRegex(@"'descr':\s*'(?<descr>[^']+)'.*'fortran_order':\s*(?<fortran>\w+).*'shape':\s*\((?<shape>[^)]*)\)")]
    private static partial Regex HeaderPattern();
}
