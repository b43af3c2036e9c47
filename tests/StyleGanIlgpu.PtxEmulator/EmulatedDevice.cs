using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>A device that executes PTX on the processor and checks all that it does. Launches run one at a time.</summary>
public sealed unsafe class EmulatedDevice(EmulatorOptions? options = null) : IDisposable
{
    private const int LastLaunchNumber = 127;
    private readonly GlobalMemory _memory = new(options?.FillMemory ?? true);
    private readonly Lock _lock = new();
    private int _launchNumber;

    public EmulatorOptions Options { get; } = options ?? new EmulatorOptions();

    public long AllocatedBytes => _memory.AllocatedBytes;

    public long PeakBytes => _memory.PeakBytes;

    /// <summary>Memory that nobody has written yet, at an address that is a multiple of 256 and never used again.</summary>
    public ulong Allocate(long bytes, string? name = null) => _memory.Allocate(bytes, name).Address;

    public void Free(ulong address) => _memory.Free(address);

    /// <summary>
    /// Says what an allocation is divided into, in order: from now on an access must lie in one part, as if each had been allocated by itself.
    /// The parts hold nothing yet. They are freed together, by the allocation's address.
    /// </summary>
    public void Divide(ulong address, IReadOnlyList<MemoryPart> parts) => _memory.Divide(address, parts);

    public void Write(ulong address, ReadOnlySpan<byte> data)
    {
        foreach (var piece in _memory.Pieces(address, data.Length))
        {
            data.Slice(piece.Start, piece.Length).CopyTo(new Span<byte>(piece.Allocation.Host + piece.Offset, piece.Length));
            piece.Allocation.MarkInitialised(piece.Offset, piece.Length);
        }
    }

    public void Read(ulong address, Span<byte> data)
    {
        foreach (var piece in _memory.Pieces(address, data.Length))
            new ReadOnlySpan<byte>(piece.Allocation.Host + piece.Offset, piece.Length).CopyTo(data[piece.Start..]);
    }

    public void Fill(ulong address, byte value, long bytes)
    {
        foreach (var piece in _memory.Pieces(address, bytes))
        {
            new Span<byte>(piece.Allocation.Host + piece.Offset, piece.Length).Fill(value);
            piece.Allocation.MarkInitialised(piece.Offset, piece.Length);
        }
    }

    /// <summary>Translates all kernels of a module; what the emulator doesn't know is refused here.</summary>
    public EmulatedModule Load(string ptx)
    {
        var module = TranslatedModule.Of(ptx, Options);
        return PtxTypes.Architecture(module.Target) <= Options.Architecture
            ? new EmulatedModule(this, module)
            : throw new PtxSyntaxException(1, $"PTX for {module.Target} can't be loaded on sm_{Options.Architecture}");
    }

    internal LaunchReport Launch(
        KernelProgram program, Dim3 grid, Dim3 block, int dynamicSharedBytes, ReadOnlySpan<byte> parameters, IReadOnlyList<long>? sample)
    {
        lock (_lock)
        {
            if (++_launchNumber > LastLaunchNumber)
            {
                foreach (var allocation in _memory.Allocations)
                    allocation.ForgetLaunches();
                _launchNumber = 1;
            }
            // Loads of 8 bytes at the end of the buffer stay inside a padded copy.
            var copy = new byte[parameters.Length + 16];
            parameters.CopyTo(copy);
            fixed (byte* pinned = copy)
            {
                return LaunchRunner.Run(new LaunchContext
                {
                    Program = program,
                    Options = Options,
                    Memory = _memory,
                    Grid = grid,
                    Block = block,
                    DynamicSharedBytes = dynamicSharedBytes,
                    Parameters = pinned,
                    Number = _launchNumber,
                    BlockBits = BlockBits(program, grid),
                    Sample = sample,
                    IsParallel = Options.Threads > 1 && grid.Count > 1 && !program.HasGlobalAtomics,
                });
            }
        }
    }

    private int BlockBits(KernelProgram program, Dim3 grid)
    {
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(grid.Count - 1));
        return bits <= 32 || !Options.CheckRaces ? Math.Min(bits, 32)
            : throw new PtxFault(PtxFaultKind.InvalidLaunch, program.Name, null, $"{grid.Count} blocks are too many to watch for races");
    }

    public void Dispose() => _memory.Dispose();
}
