using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A device with memory, whose kernels do nothing: for tests of the driver's side, at no cost.</summary>
internal sealed partial class IdleMachine : EmulatedMachine
{
    private const ulong Alignment = 256;

    /// <summary>Bytes of parameters and of shared memory by the kernel's text: many machines are given the same.</summary>
    private static readonly ConcurrentDictionary<string, (int Parameters, int Shared)> Sizes = new();

    private readonly Dictionary<ulong, byte[]> blocks = [];
    private ulong next = 0x7_0000_0000;

    /// <summary>Called at every launch.</summary>
    public Action? Launched { get; set; }

    public override ulong Allocate(long bytes)
    {
        var address = next;
        var block = new byte[bytes];
        Array.Fill(block, byte.MaxValue);
        blocks.Add(address, block);
        next += (((ulong)bytes / Alignment) + 2) * Alignment;
        return address;
    }

    public override void Free(ulong address) => blocks.Remove(address);

    public override void Write(ulong address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Find(address));

    public override void Read(ulong address, Span<byte> bytes) => Find(address)[..bytes.Length].CopyTo(bytes);

    public override EmulatedEntry Load(string ptx, string kernel)
    {
        Assert.Contains($".entry {kernel}(", ptx, StringComparison.Ordinal);
        var (parameters, shared) = Sizes.GetOrAdd(ptx, text => (Sum(Parameter().Matches(text)), Sum(Shared().Matches(text))));
        return new IdleEntry(this, parameters, shared);
    }

    private static int Sum(MatchCollection matches) => matches.Sum(match => int.Parse(match.Groups["bytes"].Value));

    private Span<byte> Find(ulong address)
    {
        var (start, block) = blocks.Single(block => block.Key <= address && address < block.Key + (ulong)block.Value.Length);
        return block.AsSpan((int)(address - start));
    }

    [GeneratedRegex(@"^\t\.param [^\n]*\[(?<bytes>\d+)\]", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\.shared [^\n]*\[(?<bytes>\d+)\]", RegexOptions.Multiline)]
    private static partial Regex Shared();

    private sealed class IdleEntry(IdleMachine machine, int parameterBytes, int sharedBytes) : EmulatedEntry
    {
        public override int ParameterBytes => parameterBytes;

        public override int SharedBytes => sharedBytes;

        public override void Launch((uint X, uint Y, uint Z) grid, (uint X, uint Y, uint Z) block, int sharedBytes, ReadOnlySpan<byte> parameters) =>
            machine.Launched?.Invoke();
    }
}
