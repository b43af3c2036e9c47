using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.CudaModel;

/// <summary>
/// What one launch is bound to: every buffer that it asks for is allocated then and freed with the launch, unfilled but for constants, and its
/// size is kept. A kernel's control flow depends on constants and sizes alone, never on the numbers of a map.
/// </summary>
internal sealed class SampledMemory(EmulatedDevice? device, CudaCompilation compilation) : CudaMemory, IDisposable
{
    private readonly Dictionary<object, (ulong Address, long Bytes)> buffers = [];

    /// <summary>Bytes of each tensor and temporary that was asked for.</summary>
    public IReadOnlyList<long> MapBytes => [.. buffers.Where(buffer => buffer.Key is TensorId or TemporaryHandle).Select(buffer => buffer.Value.Bytes)];

    /// <summary>Bytes of the weights and constants that were asked for.</summary>
    public long WeightBytes => buffers.Where(buffer => buffer.Key is WeightHandle or ConstantHandle).Sum(buffer => buffer.Value.Bytes);

    public override DeviceView<int> RunOptions => View<int>(typeof(CudaArena), CudaArena.RunOptionBytes);

    public override DeviceView<float> Rows(TensorId tensor) => View<float>(tensor, Bytes(tensor));

    public override DeviceView<Float4> Maps(TensorId tensor) => View<Float4>(tensor, Bytes(tensor));

    public override DeviceView<byte> Pixels(TensorId tensor) => View<byte>(tensor, Bytes(tensor));

    public override DeviceView<T> Weights<T>(WeightHandle weights) =>
        View<T>(weights, (long)compilation.Preparations[weights.Index].Length * sizeof(float));

    public override DeviceView<T> Constant<T>(ConstantHandle constant) =>
        View<T>(constant, compilation.Constants[constant.Index].Length, compilation.Constants[constant.Index]);

    public override DeviceView<T> Temporary<T>(TemporaryHandle temporary) => View<T>(temporary, compilation.Temporaries[temporary.Index].Bytes);

    public void Dispose()
    {
        if (device is null)
            return;
        foreach (var (address, _) in buffers.Values)
            device.Free(address);
    }

    private long Bytes(TensorId tensor) => CudaLayout.Bytes(compilation.Plan[tensor], StorageOf(tensor));

    private MapStorage StorageOf(TensorId tensor) => compilation.Plan[tensor].Kind == TensorKind.Maps ? compilation.Storage(tensor) : MapStorage.Float32;

    private DeviceView<T> View<T>(object key, long bytes, byte[]? contents = null)
        where T : unmanaged
    {
        ref var buffer = ref CollectionsMarshal.GetValueRefOrAddDefault(buffers, key, out var exists);
        if (!exists)
        {
            buffer = (device?.Allocate(bytes) ?? 0, bytes);
            if (contents is not null)
                device?.Write(buffer.Address, contents);
        }
        return new DeviceView<T>(buffer.Address, bytes / Unsafe.SizeOf<T>());
    }
}
