namespace StyleGanIlgpu.Plans;

/// <summary>How the numbers of a tensor are arranged where they enter or leave an engine.</summary>
internal enum TensorKind
{
    /// <summary>float32 rows [N, C]: latents, ws (rows of num_ws * w_dim), styles, coefficients. Plain in every engine.</summary>
    Rows,

    /// <summary>float32 feature maps [N, C, H, W]. Inside an engine they take its own layout; reads give NCHW.</summary>
    Maps,

    /// <summary>Interleaved bytes [N, H, W, C].</summary>
    Pixels,
}

/// <summary>What a plan knows of a tensor: a name, a kind, a static shape, and where it comes from.</summary>
/// <param name="Id">The tensor's place in the plan.</param>
/// <param name="Name">The layer's name in the checkpoint ("b8.conv0"), so that a tap can be asked for by name.</param>
/// <param name="Kind">Rows, maps or pixels.</param>
/// <param name="Shape">The static shape.</param>
/// <param name="IsInput">True when the caller writes it before a run.</param>
/// <param name="Half">Whether an engine may keep it in float16.</param>
internal sealed record PlanTensor(TensorId Id, string Name, TensorKind Kind, TensorShape Shape, bool IsInput, HalfUse Half = HalfUse.Never);
