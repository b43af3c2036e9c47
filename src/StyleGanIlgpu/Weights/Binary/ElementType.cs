namespace StyleGanIlgpu.Weights.Binary;

/// <summary>How a file stores the numbers of a tensor, little-endian.</summary>
internal enum ElementType
{
    Float32,
    Float16,
    BFloat16,
    Float64,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
