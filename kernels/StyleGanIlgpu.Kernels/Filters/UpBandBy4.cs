namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>By 4 with 24 taps; the first output begins with the second phase, so that the first raised row of six inputs completes an output.</summary>
internal struct UpBandBy4 : IUpBand
{
    public static int Up => 4;

    public static int Items => 2;

    public static int Columns => 24;

    public static int Pairs => 2;

    public static int Quads => 3;

    public static bool HasNinth => false;

    public static bool OpensFirst => false;

    public static int RowsBefore => TensorFilteredLeakyReluArguments.RowsBefore;
}
