using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>The kernels of a loaded PTX module.</summary>
public sealed class EmulatedModule
{
    private readonly Dictionary<string, EmulatedKernel> _kernels = [];

    internal EmulatedModule(EmulatedDevice device, TranslatedModule module)
    {
        foreach (var kernel in module.Kernels)
            _kernels[kernel.Program.Name] = new EmulatedKernel(device, kernel);
    }

    public IReadOnlyCollection<EmulatedKernel> Kernels => _kernels.Values;

    public EmulatedKernel Kernel(string name) =>
        _kernels.TryGetValue(name, out var kernel)
            ? kernel
            : throw new ArgumentException($"The module has no kernel '{name}', but {string.Join(", ", _kernels.Keys)}.", nameof(name));
}
