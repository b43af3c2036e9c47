using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Cpu;

public class PreparedWeightCacheTests
{
    [Fact]
    public unsafe void A_form_is_made_once_per_parameter_instance_and_name()
    {
        using var cache = new PreparedWeightCache(NativeAllocator.Heap);
        var (a, b) = (new Parameter("w", [2], new float[] { 1, 2 }), new Parameter("w", [2], new float[] { 3, 4 }));
        var made = 0;
        PrepareWeights doubled = (stored, prepared) =>
        {
            made++;
            for (var i = 0; i < stored.Length; i++)
                prepared[i] = 2 * stored[i];
        };
        PreparedWeights Get(Parameter parameter, string form) => cache.Get(new PreparationRequest(new WeightForm(parameter, form), 17, doubled));

        var first = Get(a, "x2");

        Assert.True(first.Values == Get(a, "x2").Values);
        Assert.False(first.Values == Get(b, "x2").Values);
        Assert.False(first.Values == Get(a, "other").Values);
        Assert.Equal(3, made);
        Assert.Equal([2, 4, 0], new ReadOnlySpan<float>(first.Values, 3).ToArray());
        Assert.Equal(8, Get(b, "x2").Values[1]);
        Assert.Equal(0, (nint)first.Values % NativeAllocator.Alignment);
    }

    [Fact]
    public unsafe void Threads_that_ask_at_once_get_the_same_block()
    {
        using var cache = new PreparedWeightCache(NativeAllocator.Heap);
        var parameter = new Parameter("w", [1], new float[] { 1 });
        var made = 0;
        var request = new PreparationRequest(new WeightForm(parameter, "f"), 1, (_, _) =>
        {
            Interlocked.Increment(ref made);
            Thread.Yield();
        });
        var blocks = new nint[8];
        using var start = new Barrier(blocks.Length);
        var threads = Enumerable.Range(0, blocks.Length).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            blocks[i] = (nint)cache.Get(request).Values;
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Equal(1, made);
        Assert.Single(blocks.Distinct());
    }
}
