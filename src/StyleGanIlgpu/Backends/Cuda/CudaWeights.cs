using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The prepared weights of an engine on its device, made and copied once each. One thread at a time asks.</summary>
/// <param name="context">Of the device.</param>
/// <param name="threads">Threads that prepare.</param>
internal sealed unsafe class CudaWeights(CudaContext context, int threads) : IDisposable
{
    private readonly Dictionary<WeightForm, ulong> addresses = [];
    private readonly List<DeviceMemory> blocks = [];
    private readonly Lock uploading = new();

    /// <summary>Where a form lies that has been loaded.</summary>
    public ulong this[WeightForm form] => addresses[form];

    /// <summary>What the forms take together, each once.</summary>
    public static long Bytes(IEnumerable<CudaPreparation> preparations) => preparations.DistinctBy(preparation => preparation.Key).Sum(Bytes);

    /// <summary>Makes the forms that aren't there yet, in one block.</summary>
    /// <exception cref="OutOfDeviceMemoryException">They don't fit.</exception>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public void Load(IEnumerable<CudaPreparation> preparations)
    {
        CudaPreparation[] missing =
        [
            // The largest first, so that none is left for one thread at the end.
            .. preparations.DistinctBy(p => p.Key).Where(p => !addresses.ContainsKey(p.Key)).OrderByDescending(p => p.Length),
        ];
        if (missing.Length == 0)
            return;
        var offsets = new long[missing.Length + 1];
        for (var i = 0; i < missing.Length; i++)
            offsets[i + 1] = offsets[i] + Bytes(missing[i]);
        var block = Allocate(offsets[^1]);
        try
        {
            DedicatedThreads.ForEach([.. Enumerable.Range(0, missing.Length)], threads, i => Make(missing[i], block.Address + (ulong)offsets[i]));
            using var entered = context.Enter();
            context.FinishCopies("copying weights");
        }
        catch
        {
            Abandon(block);
            throw;
        }
        blocks.Add(block);
        for (var i = 0; i < missing.Length; i++)
            addresses.Add(missing[i].Key, block.Address + (ulong)offsets[i]);
    }

    public void Dispose()
    {
        foreach (var block in blocks)
            block.Dispose();
        blocks.Clear();
        addresses.Clear();
    }

    private static long Bytes(CudaPreparation preparation) => ArenaPlan.RoundUp((long)preparation.Length * sizeof(float), CudaLayout.Alignment);

    private DeviceMemory Allocate(long bytes)
    {
        using var entered = context.Enter();
        return new DeviceMemory(context, bytes, "weights");
    }

    /// <summary>Some of it may have been filled already.</summary>
    private void Abandon(DeviceMemory block)
    {
        if (context.TryEnter(out var scope))
        {
            using (scope)
                context.TryFinishCopies();
        }
        block.Dispose();
    }

    private void Make(CudaPreparation preparation, ulong address)
    {
        var prepared = (float*)NativeMemory.AllocZeroed((nuint)preparation.Length, sizeof(float));
        try
        {
            preparation.Prepare(preparation.Parameter.Span, new Span<float>(prepared, preparation.Length));
            // One copy at a time: the bus is one.
            lock (uploading)
            {
                using var entered = context.Enter();
                var bytes = (nuint)preparation.Length * sizeof(float);
                context.Driver.Check(context.Driver.MemcpyHtoD(address, prepared, bytes), $"copying weights of {preparation.Parameter.Name}");
            }
        }
        finally
        {
            NativeMemory.Free(prepared);
        }
    }
}
