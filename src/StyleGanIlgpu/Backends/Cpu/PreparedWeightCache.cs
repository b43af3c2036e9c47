using System.Collections.Concurrent;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>How to make a form.</summary>
internal sealed record PreparationRequest(WeightForm Key, long Length, PrepareWeights Prepare);

/// <summary>The prepared weights of an engine, made once each and shared by all its programs. Thread-safe.</summary>
internal sealed unsafe class PreparedWeightCache(NativeAllocator allocator) : IDisposable
{
    private readonly ConcurrentDictionary<WeightForm, Lazy<NativeBlock>> blocks = new();

    /// <summary>The form, which is made now if this is the first to ask; others that ask meanwhile wait for it.</summary>
    public PreparedWeights Get(PreparationRequest request)
    {
        var block = blocks.GetOrAdd(request.Key, static (_, made) => new Lazy<NativeBlock>(() => made.Cache.Make(made.Request)), (Cache: this, Request: request));
        return new PreparedWeights((float*)block.Value.Pointer);
    }

    public void Dispose()
    {
        foreach (var block in blocks.Values)
        {
            if (block.IsValueCreated)
                block.Value.Dispose();
        }
        blocks.Clear();
    }

    private NativeBlock Make(PreparationRequest request)
    {
        var block = new NativeBlock(allocator, checked(request.Length * sizeof(float)));
        request.Prepare(request.Key.Parameter.Span, (float*)block.Pointer);
        return block;
    }
}
