using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>The arrays of an npz file as NumPy wrote it: a zip of npy files, little-endian, of either order.</summary>
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

    /// <summary>A lone npy file.</summary>
    public static GoldenArray OpenArray(string path) => Parse(path, File.ReadAllBytes(path));

    private static GoldenArray Parse(string name, byte[] content)
    {
        var wide = content[6] >= 2;
        var start = wide ? 12 : 10;
        var length = wide ? BitConverter.ToInt32(content, 8) : BitConverter.ToUInt16(content, 8);
        var header = HeaderPattern().Match(System.Text.Encoding.UTF8.GetString(content, start, length));
        if (!header.Success)
            throw new InvalidDataException($"{name}: header not understood.");
        var shape = header.Groups["shape"].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))
            .ToArray();
        var values = content.AsMemory(start + length);
        if (header.Groups["fortran"].Value == "True")
            values = RowMajor(values.Span, shape);
        return new GoldenArray(name, header.Groups["descr"].Value, shape, values);
    }

    /// <summary>NumPy stores some transposed arrays with the first axis running fastest.</summary>
    private static byte[] RowMajor(ReadOnlySpan<byte> columnMajor, int[] shape)
    {
        var count = shape.Aggregate(1, (product, extent) => product * extent);
        var width = count == 0 ? 0 : columnMajor.Length / count;
        var result = new byte[columnMajor.Length];
        for (var i = 0; i < count; i++)
        {
            var (rest, source) = (i, 0);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += rest % shape[axis] * shape.Take(axis).Aggregate(1, (product, extent) => product * extent);
                rest /= shape[axis];
            }
            columnMajor.Slice(source * width, width).CopyTo(result.AsSpan(i * width));
        }
        return result;
    }

    [GeneratedRegex(@"'descr':\s*'(?<descr>[^']+)'.*'fortran_order':\s*(?<fortran>\w+).*'shape':\s*\((?<shape>[^)]*)\)")]
    private static partial Regex HeaderPattern();
}
