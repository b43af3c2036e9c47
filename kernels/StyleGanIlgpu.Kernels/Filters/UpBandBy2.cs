namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>By 2 with 12 taps; the first output begins with the first phase.</summary>
internal struct UpBandBy2 : IUpBand
{
    public static int Up => 2;

    public static int Items => 3;

    public static int Columns => 42;

    public static int Pairs => 1;

    public static int Quads => 3;

    public static bool HasNinth => true;

    public static bool OpensFirst => true;

    public static int RowsBefore => 5;
}
