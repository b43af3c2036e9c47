using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>A kernel, translated once.</summary>
public sealed class EmulatedKernel
{
    private const int MostThreads = 1024, MostZ = 64, PlainSharedBytes = 48 * 1024;
    private readonly EmulatedDevice _device;
    private readonly KernelProgram _program;
    private readonly int _parameterBytes;

    internal EmulatedKernel(EmulatedDevice device, TranslatedKernel kernel)
    {
        _device = device;
        (_program, var symbols, PeakRegisters) = kernel;
        Name = _program.Name;
        Parameters = symbols.Parameters;
        _parameterBytes = symbols.ParameterBytes;
        StaticSharedBytes = symbols.StaticSharedBytes;
        LocalBytes = symbols.LocalBytes;
        MaxDynamicSharedBytes = Math.Max(0, PlainSharedBytes - StaticSharedBytes);
    }

    public string Name { get; }

    public IReadOnlyList<PtxParameter> Parameters { get; }

    public int StaticSharedBytes { get; }

    /// <summary>What a launch may ask for. Beyond 48 KB with the static memory it has to be set first, up to what the architecture has.</summary>
    public int MaxDynamicSharedBytes
    {
        get;
        set => field = value >= 0 && StaticSharedBytes + value <= SharedMemoryLimits.Most(_device.Options.Architecture)
            ? value
            : throw Invalid($"{StaticSharedBytes} + {value} bytes of shared memory on sm_{_device.Options.Architecture}");
    }

    /// <summary>Local memory of each thread.</summary>
    public int LocalBytes { get; }

    /// <summary>The most 32-bit registers that live at one point of the text; the driver's compiler may find an order that needs fewer.</summary>
    public int PeakRegisters { get; }

    /// <summary>Runs the kernel to its end.</summary>
    /// <param name="grid">Blocks.</param>
    /// <param name="block">Threads of a block.</param>
    /// <param name="dynamicSharedBytes">Beside what the kernel declares.</param>
    /// <param name="parameters">As the kernel declares them.</param>
    /// <param name="sample">
    /// The numbers of the blocks to run, where not all are: the report is of these alone, and what the others would have written isn't.
    /// </param>
    /// <exception cref="PtxFault">The kernel did what it must not.</exception>
    public LaunchReport Launch(Dim3 grid, Dim3 block, int dynamicSharedBytes, ReadOnlySpan<byte> parameters, IReadOnlyList<long>? sample = null)
    {
        if (grid.X < 1 || grid.Y is < 1 or > 65535 || grid.Z is < 1 or > 65535)
            throw Invalid($"no grid is {grid}");
        if (block.X < 1 || block.Y < 1 || block.Z is < 1 or > MostZ || block.Count > MostThreads)
            throw Invalid($"no block is {block}");
        if (dynamicSharedBytes < 0 || dynamicSharedBytes > MaxDynamicSharedBytes)
            throw Invalid($"{StaticSharedBytes} + {dynamicSharedBytes} bytes of shared memory, of which {MaxDynamicSharedBytes} dynamic ones are allowed");
        if (parameters.Length != _parameterBytes)
            throw Invalid($"{parameters.Length} bytes of parameters instead of {_parameterBytes}");
        if (sample is not null && sample.Any(number => number < 0 || number >= grid.Count))
            throw Invalid($"the grid has {grid.Count} blocks, and others are to be run");
        return _device.Launch(_program, grid, block, dynamicSharedBytes, parameters, sample);
    }

    private PtxFault Invalid(string detail) => new(PtxFaultKind.InvalidLaunch, Name, null, detail);
}
