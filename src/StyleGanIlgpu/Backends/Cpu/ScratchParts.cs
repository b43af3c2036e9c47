namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Lays the parts of a task's scratch one after the other, whole cache lines each.</summary>
internal sealed class ScratchParts
{
    private long length;

    /// <summary>Bytes of all parts so far.</summary>
    public int Bytes => checked((int)(length * sizeof(float)));

    /// <summary>Adds a part and gives its place, in floats.</summary>
    public long Take(long floats)
    {
        const int Line = NativeAllocator.Alignment / sizeof(float);
        var start = length;
        length += (floats + Line - 1) / Line * Line;
        return start;
    }
}
