using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What is below the emulated driver: memory and kernels of one device.</summary>
internal abstract class EmulatedMachine
{
    /// <summary>A block that holds NaN; 0 where there isn't as much.</summary>
    public abstract ulong Allocate(long bytes);

    public abstract void Free(ulong address);

    /// <summary>Makes separate blocks of parts of one, where the machine minds.</summary>
    public virtual void Divide(ulong address, IReadOnlyList<MemoryPart> parts)
    {
    }

    public abstract void Write(ulong address, ReadOnlySpan<byte> bytes);

    public abstract void Read(ulong address, Span<byte> bytes);

    /// <summary>The entry of a module's text.</summary>
    public abstract EmulatedEntry Load(string ptx, string kernel);
}

/// <summary>A kernel as the emulated driver knows it.</summary>
internal abstract class EmulatedEntry
{
    public abstract int ParameterBytes { get; }

    public abstract int SharedBytes { get; }

    public abstract void Launch((uint X, uint Y, uint Z) grid, (uint X, uint Y, uint Z) block, int sharedBytes, ReadOnlySpan<byte> parameters);
}
