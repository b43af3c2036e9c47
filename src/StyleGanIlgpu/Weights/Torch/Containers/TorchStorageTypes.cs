using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>What the storage classes of torch hold.</summary>
internal static class TorchStorageTypes
{
    private static readonly Dictionary<string, ElementType> Table = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ElementType.Float32,
        ["torch.HalfStorage"] = ElementType.Float16,
        ["torch.BFloat16Storage"] = ElementType.BFloat16,
        ["torch.DoubleStorage"] = ElementType.Float64,
        ["torch.LongStorage"] = ElementType.Int64,
        ["torch.IntStorage"] = ElementType.Int32,
        ["torch.ShortStorage"] = ElementType.Int16,
        ["torch.CharStorage"] = ElementType.Int8,
        ["torch.ByteStorage"] = ElementType.UInt8,
        ["torch.BoolStorage"] = ElementType.Bool,
    };

    public static bool TryGet(string name, out ElementType type) => Table.TryGetValue(name, out type);
}
