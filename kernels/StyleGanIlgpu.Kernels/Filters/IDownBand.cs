namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>The down-filter of 12 x 12 taps by steps of 2 as products with bands of taps.</summary>
internal interface IDownBand
{
    /// <summary>
    /// Whether it is a row and a column: then products make 12 taps along a raised row once, and multiply-adds in float32 those down the columns.
    /// Else each of its rows of taps has products of its own.
    /// </summary>
    static abstract bool IsSeparable { get; }
}

/// <summary>A row and a column of 12 taps.</summary>
internal struct SeparableDownBand : IDownBand
{
    public static bool IsSeparable => true;
}

/// <summary>Any 12 x 12 taps.</summary>
internal struct PlaneDownBand : IDownBand
{
    public static bool IsSeparable => false;
}
