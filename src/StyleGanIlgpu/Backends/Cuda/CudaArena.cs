using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// How a session's memory is divided. On the device: the run's options, the inputs, then everything else by liveness. On the host, page-locked:
/// options and inputs again, in the same places, so that one copy takes them over; then the outputs.
/// </summary>
internal sealed class CudaArena
{
    private readonly long[] offsets;
    private readonly long[] hostOffsets;
    private readonly ArenaPlan temporaries;
    private readonly int tensorCount;

    public CudaArena(Plan plan, IReadOnlyList<CudaTemporary> wanted)
    {
        tensorCount = plan.Tensors.Count;
        offsets = new long[tensorCount];
        hostOffsets = new long[tensorCount];
        // Inputs have a place of their own.
        var lives = TensorLifetimes.Of(plan, tensor => tensor.IsInput ? 0 : CudaLayout.Bytes(tensor));
        temporaries = new ArenaPlan([.. lives, .. wanted.Select(t => new ArenaBlock(t.Bytes, t.Step, t.Step))], CudaLayout.Alignment);
        InputBytes = RoundUp(RunOptionBytes);
        foreach (var tensor in plan.Tensors.Where(tensor => tensor.IsInput))
        {
            hostOffsets[tensor.Id.Index] = offsets[tensor.Id.Index] = InputBytes;
            InputBytes += RoundUp(CudaLayout.Bytes(tensor));
        }
        HostBytes = InputBytes;
        foreach (var tensor in plan.Tensors.Where(tensor => !tensor.IsInput))
            offsets[tensor.Id.Index] = InputBytes + temporaries.Offset(tensor.Id.Index);
        foreach (var output in plan.Outputs.Where(output => !plan[output].IsInput))
        {
            hostOffsets[output.Index] = HostBytes;
            HostBytes += RoundUp(CudaLayout.Bytes(plan[output]));
        }
        DeviceBytes = InputBytes + temporaries.Bytes;
    }

    /// <summary>The noise seed.</summary>
    public const int RunOptionBytes = sizeof(ulong);

    /// <summary>The options and the inputs: what is copied before a run.</summary>
    public long InputBytes { get; }

    public long DeviceBytes { get; }

    public long HostBytes { get; }

    /// <summary>Byte offset of a tensor on the device.</summary>
    public long Offset(TensorId tensor) => offsets[tensor.Index];

    /// <summary>Byte offset of a temporary on the device.</summary>
    public long Offset(TemporaryHandle temporary) => InputBytes + temporaries.Offset(tensorCount + temporary.Index);

    /// <summary>Byte offset of an input or output on the host.</summary>
    public long HostOffset(TensorId tensor) => hostOffsets[tensor.Index];

    private static long RoundUp(long bytes) => ArenaPlan.RoundUp(bytes, CudaLayout.Alignment);
}
