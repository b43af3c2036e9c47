using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Where a kernel's parameters and its shared and local variables lie.</summary>
internal sealed class KernelSymbols
{
    /// <summary>
    /// Nobody's bytes between the arrays of shared memory, so that what runs past one meets no other. A multiple of what the banks span and of
    /// any alignment: conflicts are those of arrays that follow one another.
    /// </summary>
    private const int SharedGap = 4096;

    private readonly Dictionary<string, (MemorySpace Space, ulong Address)> _places = [];
    private readonly List<SharedPart> _sharedParts = [];

    public KernelSymbols(PtxModuleSyntax module, PtxFunction function)
    {
        var parameters = new List<PtxParameter>();
        foreach (var parameter in function.Parameters)
        {
            var offset = Align(ParameterBytes, parameter.Alignment);
            parameters.Add(new PtxParameter(parameter.Name, offset, parameter.Size, parameter.Alignment));
            _places[parameter.Name] = (MemorySpace.Parameter, (ulong)offset);
            ParameterBytes = offset + parameter.Size;
        }
        Parameters = parameters;
        var used = UsedSymbols(function);
        var variables = function.Variables.Concat(module.Variables.Where(v => used.Contains(v.Name))).ToArray();
        foreach (var variable in variables.Where(v => !v.IsExtern))
        {
            if (variable.Space == "shared")
                PlaceShared(variable);
            else if (variable.Space == "local")
                LocalBytes = Place(variable, MemorySpace.Local, LocalBytes);
        }
        LocalBytes = Align(LocalBytes, 16);
        // CUDA begins dynamic shared memory at the alignment of the widest load, 16 bytes.
        DynamicSharedOffset = Align(StaticSharedBytes, Math.Max(16, variables.Where(v => v.IsExtern).Max(v => (int?)v.Alignment) ?? 0));
        DynamicSharedStart = DynamicSharedOffset + (SharedGap * _sharedParts.Count);
        foreach (var variable in variables.Where(v => v.IsExtern))
            _places[variable.Name] = (MemorySpace.Shared, (ulong)DynamicSharedStart);
    }

    public IReadOnlyList<PtxParameter> Parameters { get; }

    public int ParameterBytes { get; private set; }

    public int StaticSharedBytes { get; private set; }

    /// <summary>Where dynamic shared memory begins behind the static, by a kernel's own count.</summary>
    public int DynamicSharedOffset { get; }

    /// <summary>Where it begins here, behind the gaps.</summary>
    public int DynamicSharedStart { get; }

    /// <summary>The static arrays where they lie here.</summary>
    public IReadOnlyList<SharedPart> SharedParts => _sharedParts;

    public int LocalBytes { get; private set; }

    public bool TryFind(string name, out MemorySpace space, out ulong address)
    {
        var isKnown = _places.TryGetValue(name, out var place);
        (space, address) = place;
        return isKnown;
    }

    private void PlaceShared(PtxVariable variable)
    {
        var offset = Align(StaticSharedBytes, variable.Alignment);
        var part = new SharedPart(variable.Name, offset + (SharedGap * _sharedParts.Count), variable.Size);
        _sharedParts.Add(part);
        _places[variable.Name] = (MemorySpace.Shared, (ulong)part.Start);
        StaticSharedBytes = offset + variable.Size;
    }

    private int Place(PtxVariable variable, MemorySpace space, int from)
    {
        var offset = Align(from, variable.Alignment);
        _places[variable.Name] = (space, (ulong)offset);
        return offset + variable.Size;
    }

    private static HashSet<string> UsedSymbols(PtxFunction function)
    {
        var used = new HashSet<string>();
        foreach (var operand in function.Body.OfType<InstructionStatement>().SelectMany(i => i.Operands))
        {
            if ((operand is AddressOperand address ? address.Base : operand) is SymbolOperand symbol)
                used.Add(symbol.Name);
        }
        return used;
    }

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
