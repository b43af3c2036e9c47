using System.Collections.Concurrent;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// The kernels of a text, translated. Devices share them, with their machine code: making that takes longer than most launches, and nothing in
/// it depends on the device.
/// </summary>
internal sealed class TranslatedModule
{
    private static readonly ConcurrentDictionary<(string Text, string Approximations), Lazy<TranslatedModule>> _known = new();

    private TranslatedModule(string ptx, EmulatorOptions options)
    {
        var syntax = PtxParser.Parse(ptx);
        Target = syntax.Target;
        Kernels = [.. syntax.Functions.Values.Where(function => function.IsEntry && function.HasBody).Select(function => KernelTranslator.Translate(syntax, function, options))];
    }

    public string Target { get; }

    public IReadOnlyList<TranslatedKernel> Kernels { get; }

    public static TranslatedModule Of(string ptx, EmulatorOptions options) => _known.GetOrAdd(
        (ptx, string.Join(' ', options.AllowedApproximations.Order(StringComparer.Ordinal))),
        _ => new Lazy<TranslatedModule>(() => new TranslatedModule(ptx, options))).Value;
}

/// <summary>A kernel's code and what is known of it.</summary>
internal sealed record TranslatedKernel(KernelProgram Program, KernelSymbols Symbols, int PeakRegisters);
