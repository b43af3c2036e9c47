using System.Collections.Concurrent;
using StyleGanIlgpu.Tests.Golden;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// A damaged file opens as what it then says, or is refused as a ModelFormatException; nothing else happens to the caller, and it takes little
/// more memory than the file. Some hundred thousand damaged files, the same in every run.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    // Only a hang takes so long; the bounds of the readers are on operations and bytes.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(10);

    // What isn't kept but counted too: names of tensors that are found twice, messages and their traces.
    private const int Passing = 32 << 10;

    // What 4096 latents take on their way through so small a mapping network.
    private const int Estimate = 512 << 10;

    public static TheoryData<string> Names => [.. TinyCheckpoint.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_damaged_file_opens_or_is_refused(string name)
    {
        var file = TinyCheckpoint.All.Single(file => file.Name == name);
        Assert.InRange(file.Content.Length, 1, TinyCheckpoint.Largest);
        using var original = Open(file.Content);
        var ordinary = Attempt(file, original, file.Content, exact: true).Allocated;
        var mutations = Mutation.AllOf(file.Content).ToList();
        var underWay = new ConcurrentDictionary<Mutation, bool>();
        var opened = 0;
        var all = Task.Run(() => Parallel.ForEach(mutations, mutation =>
        {
            underWay.TryAdd(mutation, true);
            if (Opens(file, original, mutation, ordinary))
                Interlocked.Increment(ref opened);
            underWay.TryRemove(mutation, out _);
        }));
        try
        {
            await all.WaitAsync(Watchdog);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name} hangs: {string.Join(", ", underWay.Keys)}");
        }

        output.WriteLine($"{name}: {file.Content.Length} bytes, {mutations.Count} damaged files, {opened} of them opened; opening takes {ordinary} bytes of memory");
        // If nothing is refused, nothing was damaged.
        Assert.InRange(opened, 1, mutations.Count / 2);
    }

    // Whether the damaged file opened; what it must not do fails the test.
    private static bool Opens(TinyCheckpoint file, ModelFile original, Mutation mutation, long ordinary)
    {
        var damaged = mutation.Apply(file.Content);
        try
        {
            // An edit may lawfully change the numbers themselves.
            var exact = mutation.Kind != MutationKind.Edit;
            var limit = ordinary + (4 * damaged.Length) + TensorBytes(original) + Passing + (file.Estimates ? Estimate : 0);
            var (opened, allocated) = Attempt(file, original, damaged, exact);
            // The first fault of a kind pays for what is loaded once.
            if (allocated > limit)
                allocated = Attempt(file, original, damaged, exact).Allocated;
            Assert.InRange(allocated, 0, limit);
            Assert.False(opened && mutation.Kind == MutationKind.Cut, "a part of the file opened as if it were whole");
            return opened;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{file.Name}, {mutation}: {e.Message}", e);
        }
    }

    private static (bool Opened, long Allocated) Attempt(TinyCheckpoint file, ModelFile original, byte[] content, bool exact)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var model = Open(content);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (exact)
                AssertNumbers(file, original, model);
            return (true, allocated + TensorBytes(original) - TensorBytes(model));
        }
        catch (ModelFormatException e)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.StartsWith("mutant: ", e.Message, StringComparison.Ordinal);
            return (false, allocated);
        }
    }

    private static void AssertNumbers(TinyCheckpoint file, ModelFile original, ModelFile damaged)
    {
        foreach (var tensor in damaged.Checkpoint.Parameters.All.Where(tensor => !IsComputed(tensor.Name, damaged)))
        {
            foreach (var number in tensor.Span)
                Assert.True(PayloadNumbers.IsOne(number), $"tensor '{tensor.Name}' holds {number}, which isn't one of the file's numbers");
            if (!file.HasStrides && original.Checkpoint.Parameters.TryGet(tensor.Name, out var same))
                Comparison.AssertSameBits(tensor.Name, tensor.Span, same.Span);
        }
    }

    // Tensors that some formats make of something else than the file's numbers.
    private static bool IsComputed(string name, ModelFile model) =>
        name.EndsWith("resample_filter", StringComparison.Ordinal) || name.EndsWith("blur_filter", StringComparison.Ordinal)
        || name.EndsWith("affine.bias", StringComparison.Ordinal) || (name == "mapping.w_avg" && model.Info.Metadata.ContainsKey("w_avg"));

    private static long TensorBytes(ModelFile model) => model.Checkpoint.Parameters.All.Sum(tensor => 4L * tensor.Values.Length);

    private static ModelFile Open(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return ModelFile.Open(stream, "mutant");
    }
}
