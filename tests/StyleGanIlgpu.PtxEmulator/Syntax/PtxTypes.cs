namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>What a register holds in each lane.</summary>
internal enum RegisterKind
{
    Predicate,
    Bits16,
    Bits32,
    Bits64,
}

/// <summary>The fundamental types of PTX.</summary>
internal static class PtxTypes
{
    public static int? Bytes(string type) => type switch
    {
        "b8" or "u8" or "s8" => 1,
        "b16" or "u16" or "s16" or "f16" => 2,
        "b32" or "u32" or "s32" or "f32" => 4,
        "b64" or "u64" or "s64" or "f64" => 8,
        _ => null,
    };

    public static RegisterKind? RegisterKind(string type) => type == "pred" ? Syntax.RegisterKind.Predicate : Bytes(type) switch
    {
        2 => Syntax.RegisterKind.Bits16,
        4 => Syntax.RegisterKind.Bits32,
        8 => Syntax.RegisterKind.Bits64,
        _ => null,
    };

    /// <summary>75 of <c>sm_75</c>; 0 where no target is named.</summary>
    public static int Architecture(string target) =>
        target.StartsWith("sm_", StringComparison.Ordinal) && int.TryParse(target.AsSpan(3).TrimEnd("af"), out var number) ? number : 0;

    public static int LaneBytes(RegisterKind kind) => kind switch
    {
        Syntax.RegisterKind.Bits16 => 2,
        Syntax.RegisterKind.Bits32 => 4,
        Syntax.RegisterKind.Bits64 => 8,
        _ => 0,
    };
}
