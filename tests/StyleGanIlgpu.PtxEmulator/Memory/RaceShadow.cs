using System.Runtime.InteropServices;

namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>For each granule of memory its last writer and its readers, as packed tags.</summary>
internal sealed unsafe class RaceShadow : IDisposable
{
    private readonly long _count;
    private long* _atomics;

    public RaceShadow(long count)
    {
        _count = count;
        Writers = (long*)NativeMemory.AllocZeroed((nuint)count, sizeof(long));
        Readers = (long*)NativeMemory.AllocZeroed((nuint)count, sizeof(long));
    }

    public long* Writers { get; }

    public long* Readers { get; }

    /// <summary>Made when first needed, which few kernels do: by launches of one worker.</summary>
    public long* Atomics => _atomics != null ? _atomics : _atomics = (long*)NativeMemory.AllocZeroed((nuint)_count, sizeof(long));

    public void Clear()
    {
        NativeMemory.Clear(Writers, (nuint)_count * sizeof(long));
        NativeMemory.Clear(Readers, (nuint)_count * sizeof(long));
        if (_atomics != null)
            NativeMemory.Clear(_atomics, (nuint)_count * sizeof(long));
    }

    public void Dispose()
    {
        NativeMemory.Free(Writers);
        NativeMemory.Free(Readers);
        NativeMemory.Free(_atomics);
    }
}
