namespace StyleGanIlgpu.Backends;

/// <summary>Precisions by the names that users give them.</summary>
internal static class PrecisionNames
{
    public static string Name(this Precision precision) => precision switch
    {
        Precision.Float32 => "float32",
        Precision.Official => "official",
        Precision.Tf32 => "tf32",
        Precision.Fp16 => "fp16",
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
    };
}
