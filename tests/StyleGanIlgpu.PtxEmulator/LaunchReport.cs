using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>Executions of one class of instructions.</summary>
public readonly record struct InstructionCount(long Warps, long Lanes)
{
    public static InstructionCount operator +(InstructionCount a, InstructionCount b) => new(a.Warps + b.Warps, a.Lanes + b.Lanes);
}

/// <summary>Requests of one load, store or atomic instruction for the whole launch.</summary>
public sealed record MemorySite(
    string Kernel, int Line, string Text, string Space, bool IsStore, int BytesPerLane, long Requests, long Bytes, long Sectors,
    long Wavefronts, long LeastWavefronts)
{
    /// <summary>32-byte sectors for each request of a warp; global memory only.</summary>
    public double SectorsPerRequest => Requests == 0 ? 0 : (double)Sectors / Requests;

    /// <summary>Useful bytes among those of the sectors; above 1 where lanes share.</summary>
    public double Efficiency => Sectors == 0 ? 1 : Bytes / (32.0 * Sectors);

    /// <summary>The instruction's name, without operands and predicate.</summary>
    public string Opcode => Text.Split(' ').First(part => part[0] != '@');

    /// <summary>Rounds through the banks of shared memory beyond the least.</summary>
    public long BankConflicts => Wavefronts - LeastWavefronts;
}

/// <summary>A branch and how often warps diverged at it.</summary>
public sealed record BranchSite(string Kernel, int Line, string Text, long Executed, long Divergent);

/// <summary>What a launch, or several, did.</summary>
public sealed class LaunchReport
{
    private readonly InstructionCount[] _counts;
    private readonly long[] _products;

    private LaunchReport(
        int launches, InstructionCount[] counts, long[] products, IReadOnlyList<MemorySite> sites, IReadOnlyList<BranchSite> branches, long read,
        long written)
    {
        Launches = launches;
        _counts = counts;
        _products = products;
        Sites = sites;
        Branches = branches;
        FirstTouchReadBytes = read;
        FirstTouchWrittenBytes = written;
    }

    /// <summary>Nothing done yet; to add to.</summary>
    public static LaunchReport Empty { get; } = new(0, new InstructionCount[ClassCount], new long[MmaShape.All.Count], [], [], 0, 0);

    private static int ClassCount => Enum.GetValues<InstructionClass>().Length;

    public int Launches { get; }

    public InstructionCount this[InstructionClass group] => _counts[(int)group];

    public InstructionCount Instructions => _counts.Aggregate((a, b) => a + b);

    /// <summary>Each load, store and atomic instruction of the kernels.</summary>
    public IReadOnlyList<MemorySite> Sites { get; }

    public IReadOnlyList<BranchSite> Branches { get; }

    public IEnumerable<MemorySite> GlobalSites => Sites.Where(site => site.Space == "global");

    public IEnumerable<MemorySite> SharedSites => Sites.Where(site => site.Space == "shared");

    /// <summary>Products of matrices (<c>mma</c>) by their full name, as executed by warps; only those that occurred.</summary>
    public IReadOnlyDictionary<string, long> MatrixProducts => MmaShape.All.Zip(_products).Where(pair => pair.Second != 0)
        .ToDictionary(pair => pair.First.Name, pair => pair.Second);

    /// <summary>Multiply-adds of these products.</summary>
    public long TensorMultiplyAdds => MmaShape.All.Zip(_products).Sum(pair => pair.Second * pair.First.MultiplyAdds);

    /// <summary><c>ldmatrix</c>: a wavefront for each matrix where its eight rows lie in different banks.</summary>
    public IEnumerable<MemorySite> MatrixLoadSites => Sites.Where(site => site.Opcode.StartsWith("ldmatrix.", StringComparison.Ordinal));

    /// <summary><c>cp.async</c>, each as two sites: a load from global memory and a store to shared memory.</summary>
    public IEnumerable<MemorySite> AsyncCopySites => Sites.Where(site => site.Opcode.StartsWith("cp.async.", StringComparison.Ordinal));

    /// <summary>What <c>cp.async</c> read; zeros that it filled with are not among it.</summary>
    public long AsyncCopyBytes => AsyncCopySites.Where(site => !site.IsStore).Sum(site => site.Bytes);

    /// <summary>32 bytes for each distinct sector that a launch read: the least that memory must deliver to it.</summary>
    public long FirstTouchReadBytes { get; }

    /// <summary>32 bytes for each distinct sector that a launch wrote.</summary>
    public long FirstTouchWrittenBytes { get; }

    public long GlobalLoadSectors => GlobalSites.Where(site => !site.IsStore).Sum(site => site.Sectors);

    public long GlobalStoreSectors => GlobalSites.Where(site => site.IsStore).Sum(site => site.Sectors);

    public long BankConflicts => SharedSites.Sum(site => site.BankConflicts);

    public long SharedWavefronts => SharedSites.Sum(site => site.Wavefronts);

    public long DivergentBranches => Branches.Sum(branch => branch.Divergent);

    public long LocalRequests => Sites.Where(site => site.Space == "local").Sum(site => site.Requests);

    /// <summary>Counters added; sites of the same instruction are joined.</summary>
    public static LaunchReport operator +(LaunchReport a, LaunchReport b) => new(
        a.Launches + b.Launches,
        [.. a._counts.Zip(b._counts, (x, y) => x + y)],
        [.. a._products.Zip(b._products, (x, y) => x + y)],
        [.. a.Sites.Concat(b.Sites).GroupBy(site => (site.Kernel, site.Line, site.Text, site.Space)).Select(Join)],
        [.. a.Branches.Concat(b.Branches).GroupBy(branch => (branch.Kernel, branch.Line, branch.Text)).Select(group => group.First() with
        {
            Executed = group.Sum(branch => branch.Executed),
            Divergent = group.Sum(branch => branch.Divergent),
        })],
        a.FirstTouchReadBytes + b.FirstTouchReadBytes,
        a.FirstTouchWrittenBytes + b.FirstTouchWrittenBytes);

    public LaunchReport Add(LaunchReport other) => this + other;

    internal static unsafe LaunchReport From(LaunchContext launch, Worker[] workers)
    {
        var program = launch.Program;
        var counts = new InstructionCount[ClassCount];
        var products = new long[MmaShape.All.Count];
        var branches = new List<BranchSite>();
        for (var b = 0; b < program.Blocks.Length; b++)
        {
            var compiled = program.Blocks[b];
            var executed = new InstructionCount(workers.Sum(w => w.WarpInstructions[b]), workers.Sum(w => w.LaneInstructions[b]));
            for (var c = 0; c < counts.Length; c++)
                counts[c] += new InstructionCount(executed.Warps * compiled.Classes[c], executed.Lanes * compiled.Classes[c]);
            for (var p = 0; p < products.Length; p++)
                products[p] += executed.Warps * compiled.Products[p];
            if (compiled.Block is { Last: { } last, Kind: Translation.BlockEnd.Branch or Translation.BlockEnd.Switch })
                branches.Add(new BranchSite(program.Name, last.Line, last.ToString(), executed.Warps, workers.Sum(w => w.Divergent[b])));
        }
        var sites = new List<MemorySite>();
        foreach (var site in program.Sites)
        {
            var sum = new MemorySite(
                program.Name, site.Instruction.Line, site.Instruction.ToString(), SpaceName(site.Space), site.IsStore, site.Bytes, 0, 0, 0, 0, 0);
            foreach (var worker in workers)
            {
                var pattern = worker.Patterns + site.Index;
                sum = sum with
                {
                    Requests = sum.Requests + pattern->Requests,
                    Bytes = sum.Bytes + pattern->TotalBytes,
                    Sectors = sum.Sectors + pattern->TotalSectors,
                    Wavefronts = sum.Wavefronts + pattern->TotalWavefronts,
                    LeastWavefronts = sum.LeastWavefronts + pattern->TotalLeastWavefronts,
                };
            }
            sites.Add(sum);
        }
        var (read, written) = (0L, 0L);
        foreach (var allocation in launch.Memory.Allocations.Where(allocation => !allocation.IsFreed))
        {
            read += Marked(allocation.ReadMarks, allocation.Sectors, launch.Number);
            written += Marked(allocation.WriteMarks, allocation.Sectors, launch.Number);
        }
        return new LaunchReport(1, counts, products, sites, branches, 32 * read, 32 * written);
    }

    private static MemorySite Join(IGrouping<(string, int, string, string), MemorySite> group) => group.First() with
    {
        Requests = group.Sum(site => site.Requests),
        Bytes = group.Sum(site => site.Bytes),
        Sectors = group.Sum(site => site.Sectors),
        Wavefronts = group.Sum(site => site.Wavefronts),
        LeastWavefronts = group.Sum(site => site.LeastWavefronts),
    };

    private static unsafe long Marked(byte* marks, long count, int number)
    {
        var sum = 0L;
        for (var at = 0L; at < count; at += int.MaxValue)
            sum += new ReadOnlySpan<byte>(marks + at, (int)Math.Min(int.MaxValue, count - at)).Count((byte)number);
        return sum;
    }

    private static string SpaceName(MemorySpace space) => space switch
    {
        MemorySpace.Global => "global",
        MemorySpace.Shared => "shared",
        MemorySpace.Local => "local",
        _ => "generic",
    };
}
