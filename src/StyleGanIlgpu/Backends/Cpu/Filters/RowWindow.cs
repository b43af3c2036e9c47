namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// The last rows of an image that streams by, always contiguous so that a vertical filter walks it with one stride.
/// When the memory is full the rows still wanted move to its beginning.
/// </summary>
internal unsafe ref struct RowWindow(float* memory, int capacity, nint rowFloats)
{
    private int start;
    private int count;

    /// <summary>Floats from a row to the next.</summary>
    public nint Stride { get; } = rowFloats;

    /// <summary>Number, in the image, of the first row held.</summary>
    public int First { get; private set; }

    /// <summary>Number, in the image, of the row after the last one held.</summary>
    public readonly int End => First + count;

    /// <summary>The memory of a window that holds <paramref name="rows"/> rows at once, with room to slide.</summary>
    public static int Capacity(int rows) => 2 * rows + 6;

    /// <summary>Forgets everything; the next row appended has this number.</summary>
    public void Restart(int first) => (First, start, count) = (first, 0, 0);

    /// <summary>Forgets the rows before this one.</summary>
    public void DropBefore(int row)
    {
        var dropped = Math.Clamp(row - First, 0, count);
        First += dropped;
        start += dropped;
        count -= dropped;
    }

    /// <summary>Makes room for more rows at the end and gives the place of the first of them. The window must have dropped enough.</summary>
    public float* Append(int rows)
    {
        if (start + count + rows > capacity)
        {
            Buffer.MemoryCopy(memory + start * Stride, memory, capacity * Stride * sizeof(float), count * Stride * sizeof(float));
            start = 0;
        }
        var place = memory + (start + count) * Stride;
        count += rows;
        return place;
    }

    /// <summary>A row held, by its number in the image.</summary>
    public readonly float* this[int row] => memory + (start + row - First) * Stride;
}
