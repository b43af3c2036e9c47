namespace StyleGanIlgpu.PtxEmulator;

/// <summary>What instructions are counted as.</summary>
public enum InstructionClass
{
    /// <summary><c>fma</c> of any float type.</summary>
    Fma,

    /// <summary>Other float arithmetic, comparisons included.</summary>
    FloatAlu,

    /// <summary>IntegerAlu and logical arithmetic, comparisons, selections, conversions.</summary>
    IntegerAlu,

    /// <summary><c>mov</c> and <c>cvta</c>, which the driver's compiler mostly removes.</summary>
    Move,

    /// <summary>Square roots, divisions, reciprocals and approximated functions.</summary>
    Special,

    LoadGlobal,
    StoreGlobal,
    LoadShared,
    StoreShared,
    LoadLocal,
    StoreLocal,
    LoadParameter,

    /// <summary>Loads and stores through generic addresses.</summary>
    Generic,

    /// <summary><c>atom</c> and <c>red</c>.</summary>
    Atomic,

    /// <summary>Branches and <c>ret</c>.</summary>
    Control,

    /// <summary><c>bar</c> and <c>membar</c>.</summary>
    Barrier,

    /// <summary>Shuffles and votes.</summary>
    Warp,

    /// <summary><c>mma</c>.</summary>
    TensorCore,

    /// <summary><c>ldmatrix</c>.</summary>
    LoadMatrix,

    /// <summary><c>cp.async</c>, its commits and waits included.</summary>
    AsyncCopy,
}
