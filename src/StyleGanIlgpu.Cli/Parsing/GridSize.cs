namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>Columns and rows of a sheet of pictures.</summary>
internal readonly record struct GridSize(int Columns, int Rows)
{
    public const int LongestSide = 1000;

    public int Places => Columns * Rows;

    public override string ToString() => $"{Columns}x{Rows}";
}
