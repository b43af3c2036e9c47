using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>The dtype names of the format that can become float32.</summary>
internal static class SafetensorsTypes
{
    public const string Float32 = "F32";

    private static readonly Dictionary<string, ElementType> Table = new(StringComparer.Ordinal)
    {
        [Float32] = ElementType.Float32,
        ["F16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["F64"] = ElementType.Float64,
        ["I64"] = ElementType.Int64,
        ["I32"] = ElementType.Int32,
        ["I16"] = ElementType.Int16,
        ["I8"] = ElementType.Int8,
        ["U8"] = ElementType.UInt8,
        ["BOOL"] = ElementType.Bool,
    };

    public static string Names => string.Join(", ", Table.Keys);

    public static bool TryGet(string name, out ElementType type) => Table.TryGetValue(name, out type);
}
