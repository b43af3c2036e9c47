using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>The kernels of a loaded PTX module.</summary>
public sealed class EmulatedModule
{
    private readonly Dictionary<string, EmulatedKernel> _kernels = [];

    internal EmulatedModule(EmulatedDevice device, PtxModuleSyntax syntax)
    {
        foreach (var function in syntax.Functions.Values.Where(function => function.IsEntry && function.HasBody))
            _kernels[function.Name] = new EmulatedKernel(device, syntax, function);
    }

    public IReadOnlyCollection<EmulatedKernel> Kernels => _kernels.Values;

    public EmulatedKernel Kernel(string name) =>
        _kernels.TryGetValue(name, out var kernel)
            ? kernel
            : throw new ArgumentException($"The module has no kernel '{name}', but {string.Join(", ", _kernels.Keys)}.", nameof(name));
}
