namespace StyleGanIlgpu.PtxEmulator;

/// <summary>The extent of a grid or of a block.</summary>
public readonly record struct Dim3(int X, int Y = 1, int Z = 1)
{
    public long Count => (long)X * Y * Z;

    /// <summary>The coordinates of the n-th element, x running fastest.</summary>
    public Dim3 At(long n) => new((int)(n % X), (int)(n / X % Y), (int)(n / ((long)X * Y)));

    public override string ToString() => $"({X}, {Y}, {Z})";
}
