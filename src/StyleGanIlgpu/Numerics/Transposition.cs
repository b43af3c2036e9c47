namespace StyleGanIlgpu.Numerics;

/// <summary>Matrices turned over.</summary>
internal static class Transposition
{
    /// <summary>Of so many rows and columns at a time, so that the lines of the cache that are written to stay there until they are full.</summary>
    private const int Block = 32;

    /// <summary>[rows, columns] -> [columns, rows].</summary>
    public static void Run(ReadOnlySpan<float> source, int rows, int columns, Span<float> target)
    {
        for (var firstRow = 0; firstRow < rows; firstRow += Block)
        {
            for (var firstColumn = 0; firstColumn < columns; firstColumn += Block)
            {
                for (var column = firstColumn; column < Math.Min(firstColumn + Block, columns); column++)
                {
                    for (var row = firstRow; row < Math.Min(firstRow + Block, rows); row++)
                        target[(column * rows) + row] = source[(row * columns) + column];
                }
            }
        }
    }
}
