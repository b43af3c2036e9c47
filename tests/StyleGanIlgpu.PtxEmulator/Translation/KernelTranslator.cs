using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Turns a kernel's text into compiled blocks.</summary>
internal sealed class KernelTranslator
{
    private readonly Dictionary<InstructionStatement, AccessSite> _sites = new(ReferenceEqualityComparer.Instance);
    private readonly List<AccessSite> _siteList = [];
    private readonly Dictionary<InstructionStatement, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<PtxPlace> _placeList = [];
    private readonly List<string> _atomics = [];

    private KernelTranslator(PtxModuleSyntax module, PtxFunction function, EmulatorOptions options)
    {
        Options = options;
        Symbols = new KernelSymbols(module, function);
        Blocks = ControlFlow.Split(function);
        if (Blocks.Count == 0)
            throw new PtxSyntaxException(function.Line, $"kernel '{function.Name}' is empty");
        CheckArchitecture(module, function);
        DefiniteAssignment.Check(function, Blocks);
        Registers = new RegisterAllocation(function, Blocks);
    }

    public EmulatorOptions Options { get; }

    public KernelSymbols Symbols { get; }

    public List<BasicBlock> Blocks { get; }

    public RegisterAllocation Registers { get; }

    public ConstantPool Constants { get; } = new();

    public static TranslatedKernel Translate(PtxModuleSyntax module, PtxFunction function, EmulatorOptions options)
    {
        var translator = new KernelTranslator(module, function, options);
        translator.CollectSites();
        var blocks = translator.Blocks.Select(block => new BlockTranslator(translator, block).Translate()).ToArray();
        var sites = translator._siteList.ToArray();
        var program = new KernelProgram
        {
            Name = function.Name,
            Blocks = blocks,
            Sites = sites,
            SitePlaces = [.. sites.Select(site => SiteReader.IsMatrixLoad(site.Instruction.Opcode) ? translator.Place(site.Instruction) : -1)],
            Atomics = [.. translator._atomics.Select(key => AtomicAccess.Operations[key])],
            Places = [.. translator._placeList],
            Constants = translator.Constants,
            FrameBytes = translator.Registers.FrameBytes,
            LocalBytes = translator.Symbols.LocalBytes,
            StaticSharedBytes = translator.Symbols.StaticSharedBytes,
            DynamicSharedOffset = translator.Symbols.DynamicSharedOffset,
            DynamicSharedStart = translator.Symbols.DynamicSharedStart,
            SharedParts = translator.Symbols.SharedParts,
            SharedGranule = Granule(sites, MemorySpace.Shared),
            GlobalGranule = Granule(sites, MemorySpace.Global),
            HasGlobalAtomics = sites.Any(site => site.IsAtomic && site.Space != MemorySpace.Shared),
            HasSharedAtomics = sites.Any(site => site.IsAtomic && site.Space != MemorySpace.Global),
        };
        return new TranslatedKernel(program, translator.Symbols, translator.Registers.PeakRegisters);
    }

    public AccessSite Site(InstructionStatement instruction) => _sites[instruction];

    public int Place(InstructionStatement instruction)
    {
        if (!_places.TryGetValue(instruction, out var place))
        {
            _places[instruction] = place = _placeList.Count;
            _placeList.Add(new PtxPlace(instruction.Line, instruction.ToString()));
        }
        return place;
    }

    public int Atomic(InstructionStatement instruction)
    {
        var key = SiteReader.AtomicOperation(instruction);
        var known = _atomics.IndexOf(key);
        if (known >= 0)
            return known;
        _atomics.Add(key);
        return _atomics.Count - 1;
    }

    public RegisterKind KindOf(InstructionStatement at, PtxOperand operand) =>
        operand is RegisterOperand register && Registers.TryGet(register.Name, out _, out var kind)
            ? kind
            : throw new PtxSyntaxException(at.Line, $"'{at}' names no known register");

    /// <summary>Bytes finer than a word make race checks finer, which costs time; most kernels have none.</summary>
    private static int Granule(AccessSite[] sites, MemorySpace space) =>
        sites.Any(site => !site.IsAtomic && site.Bytes < 4 && (site.Space == space || site.Space == MemorySpace.Generic)) ? 1 : 4;

    private static void CheckArchitecture(PtxModuleSyntax module, PtxFunction function)
    {
        var target = PtxTypes.Architecture(module.Target);
        foreach (var instruction in function.Body.OfType<InstructionStatement>())
        {
            var needed = SpecialForms.Architectures.FirstOrDefault(form => instruction.Opcode.StartsWith(form.Start, StringComparison.Ordinal)).Architecture;
            if (needed > target)
                throw new PtxSyntaxException(instruction.Line, $"'{instruction.Opcode}' needs sm_{needed}, and the target is {module.Target}");
        }
    }

    private void CollectSites()
    {
        foreach (var instruction in Blocks.SelectMany(block => block.Body))
        {
            if (SiteReader.IsMemory(instruction.Opcode))
            {
                Add(instruction, ReadSite(instruction));
            }
            else if (SiteReader.IsMatrixLoad(instruction.Opcode))
            {
                Add(instruction, SiteReader.ReadMatrixLoad(_siteList.Count, instruction));
            }
            else if (SiteReader.IsAsyncCopy(instruction.Opcode))
            {
                var (read, write) = SiteReader.ReadAsyncCopy(_siteList.Count, instruction);
                Add(instruction, read);
                Add(instruction, write);
            }
        }
    }

    private void Add(InstructionStatement instruction, AccessSite site)
    {
        if (site.Index > GlobalRaces.SiteMask)
            throw new PtxSyntaxException(instruction.Line, "the kernel has too many accesses to watch for races");
        _sites.TryAdd(instruction, site);
        _siteList.Add(site);
    }

    private AccessSite ReadSite(InstructionStatement instruction)
    {
        var isLoad = instruction.Opcode.StartsWith("ld", StringComparison.Ordinal);
        var isReduction = instruction.Opcode.StartsWith("red", StringComparison.Ordinal);
        var address = instruction.Operands.OfType<AddressOperand>().FirstOrDefault()
            ?? throw new PtxSyntaxException(instruction.Line, $"'{instruction}' has no address");
        var values = instruction.Operands.Where(operand => operand is not AddressOperand).ToArray();
        if (values.Length == 0)
            throw new PtxSyntaxException(instruction.Line, $"'{instruction}' has no value");
        var items = values[0] is VectorOperand vector ? vector.Items : [values[0]];
        var type = instruction.Opcode.Split('.')[^1];
        var registers = items.OfType<RegisterOperand>().Select(item => PtxTypes.LaneBytes(KindOf(instruction, item))).Distinct().ToArray();
        // A store of literals alone has the width of its type; 8-bit values live in 16-bit registers.
        var bytes = registers.Length > 0 ? registers[0] : Math.Max(2, PtxTypes.Bytes(type) ?? 0);
        var site = SiteReader.Read(_siteList.Count, instruction, bytes) with { Offset = address.Offset };
        if (registers.Length > 1 || items.Count != site.Count || (isLoad && items.Any(item => item is not RegisterOperand)))
            throw new PtxSyntaxException(instruction.Line, $"the registers of '{instruction}' do not fit its type");
        if (isReduction != (instruction.Operands[0] is AddressOperand) && site.IsAtomic)
            throw new PtxSyntaxException(instruction.Line, $"'{instruction}' is not known");
        return site;
    }
}
