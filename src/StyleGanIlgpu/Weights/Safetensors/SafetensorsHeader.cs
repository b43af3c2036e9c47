using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>A tensor as the header declares it, after all checks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Extents.</param>
/// <param name="Count">Their product.</param>
/// <param name="Offset">Where it starts in the file.</param>
internal sealed record SafetensorsEntry(string Name, ElementType Type, int[] Shape, int Count, long Offset);

/// <summary>
/// The header: 8 bytes of length, then JSON that gives each tensor's dtype, shape and byte range. Nothing in it is believed before it is
/// checked, and all ranges together must cover the rest of the file exactly once, so no byte is hidden and no memory is counted twice.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const int LengthBytes = 8;
    private const long LongestHeader = 100_000_000;

    private readonly string _source;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<(long Begin, long End, string Name)> _ranges = [];
    private readonly long _dataStart;
    private readonly long _dataLength;
    private bool _hasMetadata;

    private SafetensorsHeader(ByteSource file, string source)
    {
        _source = source;
        if (file.Length < LengthBytes)
            throw Fault($"has {file.Length} bytes, expected at least {LengthBytes}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, LengthBytes));
        if (length > LongestHeader)
            throw Fault($"declares a header of {length} bytes, expected at most {LongestHeader}");
        if ((long)length > file.Length - LengthBytes)
            throw Fault($"declares a header of {length} bytes, only {file.Length - LengthBytes} follow");
        _dataStart = LengthBytes + (long)length;
        _dataLength = file.Length - _dataStart;

        var json = file.Span(LengthBytes, (int)length);
        if (json.IsEmpty || json[0] != '{')
            throw Fault("has a header that doesn't start with '{'");
        if (!Utf8.IsValid(json))
            throw Fault("has a header that isn't UTF-8");
        try
        {
            Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for text with half a surrogate pair.
            throw new ModelFormatException($"{source}: damaged safetensors, the header isn't the JSON of the format: {e.Message}", e);
        }

        CheckCoverage();
    }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Whether a file is safetensors, or a damaged one: after the length, JSON's brace and what may follow it.</summary>
    public static bool StartsLikeOne(ReadOnlySpan<byte> head) =>
        head.Length > LengthBytes + 1 && head[LengthBytes] == '{' && "\"} \n\r\t"u8.Contains(head[LengthBytes + 1]);

    /// <exception cref="ModelFormatException">Any rule of the format is broken.</exception>
    public static SafetensorsHeader Read(ByteSource file, string source) => new(file, source);

    private void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (Next(ref reader, "the header") == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == "__metadata__")
                ParseMetadata(ref reader);
            else
                ParseEntry(ref reader, name);
        }

        // Padding after the object may only be spaces, which the reader skips.
        if (reader.Read())
            throw Fault("has a header with something after its end");
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        if (_hasMetadata)
            throw Fault("has '__metadata__' twice");
        _hasMetadata = true;
        Expect(ref reader, JsonTokenType.StartObject, "'__metadata__'");
        while (Next(ref reader, "'__metadata__'") == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"metadata '{Shown(key)}'");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Fault($"has the metadata '{Shown(key)}' twice");
        }
    }

    private void ParseEntry(ref Utf8JsonReader reader, string name)
    {
        var what = $"tensor '{Shown(name)}'";
        string? dtype = null;
        List<long>? shape = null;
        List<long>? range = null;
        Expect(ref reader, JsonTokenType.StartObject, what);
        while (Next(ref reader, what) == JsonTokenType.PropertyName)
        {
            var repeated = false;
            switch (reader.GetString())
            {
                case "dtype":
                    repeated = dtype is not null;
                    Expect(ref reader, JsonTokenType.String, what);
                    dtype = reader.GetString();
                    break;
                case "shape":
                    repeated = shape is not null;
                    shape = Numbers(ref reader, what);
                    break;
                case "data_offsets":
                    repeated = range is not null;
                    range = Numbers(ref reader, what);
                    break;
                case var other:
                    throw Fault($"has the unknown key '{Shown(other!)}' in {what}");
            }

            if (repeated)
                throw Fault($"has a key twice in {what}");
        }

        if (dtype is null || shape is null || range is not [var begin, var end])
            throw Fault($"declares {what} without dtype, shape or two data_offsets");
        Add(name, what, dtype, shape, begin, end);
    }

    private void Add(string name, string what, string dtype, List<long> extents, long begin, long end)
    {
        if (!SafetensorsTypes.TryGet(dtype, out var type))
            throw Fault($"stores {what} as '{Shown(dtype)}', expected {SafetensorsTypes.Names}");
        if (!TensorExtents.TryShape(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(extents), out var shape, out var count))
            throw Fault($"declares {what} with the shape [{string.Join(", ", extents.Take(20))}], expected at most {int.MaxValue} elements");
        if (begin < 0 || end < begin || end > _dataLength)
            throw Fault($"puts {what} at bytes {begin} to {end} of {_dataLength}");
        if (end - begin != (long)count * type.Size())
            throw Fault($"gives {what} {end - begin} bytes, expected {(long)count * type.Size()} for {dtype} [{string.Join(", ", shape)}]");
        if (!_entries.TryAdd(name, new SafetensorsEntry(name, type, shape, count, _dataStart + begin)))
            throw Fault($"declares {what} twice");
        _ranges.Add((begin, end, name));
    }

    private void CheckCoverage()
    {
        _ranges.Sort();
        var covered = 0L;
        foreach (var (begin, end, name) in _ranges)
        {
            if (begin != covered)
                throw Fault($"starts tensor '{Shown(name)}' at byte {begin} of the data, expected {covered}, where the one before ends");
            covered = end;
        }

        if (covered != _dataLength)
            throw Fault($"has {_dataLength} bytes of data, its tensors cover {covered}");
    }

    private List<long> Numbers(ref Utf8JsonReader reader, string what)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, what);
        while (Next(ref reader, what) == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0)
                throw Fault($"has a number in {what} that isn't a whole number from 0 up");
            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? numbers : throw Fault($"has something else than numbers in {what}");
    }

    private JsonTokenType Next(ref Utf8JsonReader reader, string what) => reader.Read() ? reader.TokenType : throw Fault($"ends within {what}");

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (Next(ref reader, what) != expected)
            throw Fault($"has a {reader.TokenType} in {what}, expected a {expected}");
    }

    private static string Shown(string text) => text.Length > 100 ? $"{text[..100]}..." : text;

    private ModelFormatException Fault(string what) => new($"{_source}: damaged safetensors, it {what}.");
}
