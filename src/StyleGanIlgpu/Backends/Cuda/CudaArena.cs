using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// How a session's memory is divided. On the device: the run's options, the inputs, then everything else by liveness. On the host, page-locked:
/// options and inputs again, in the same places, so that one copy takes them over; then the outputs.
/// </summary>
internal sealed class CudaArena
{
    /// <summary>The noise seed.</summary>
    public const int RunOptionBytes = sizeof(ulong);

    /// <summary>Nobody's bytes behind every block, so that what runs past one is seen where memory is watched, and hurts no other.</summary>
    private const int Gap = 4096;

    private readonly long[] tensors;
    private readonly long[] hostOutputs;
    private readonly ArenaPlan blocks;

    public CudaArena(CudaCompilation compilation)
    {
        var plan = compilation.Plan;
        // Inputs have a place of their own.
        var lives = CudaLifetimes.Of(compilation, Gap);
        blocks = new ArenaPlan(lives, CudaLayout.Alignment);
        LeastBytes = Enumerable.Range(0, compilation.Launches.Count + 1)
            .Max(launch => lives.Where(block => block.First <= launch && launch <= block.Last).Sum(block => block.Bytes));
        tensors = new long[plan.Tensors.Count];
        // Among the inputs, which are copied in every run, the gap is a small one.
        InputBytes = RoundUp(RunOptionBytes + 1);
        foreach (var tensor in plan.Tensors.Where(tensor => tensor.IsInput))
        {
            tensors[tensor.Id.Index] = InputBytes;
            InputBytes += RoundUp(CudaLayout.InputBytes(tensor) + 1);
        }
        foreach (var tensor in plan.Tensors.Where(tensor => !tensor.IsInput))
            tensors[tensor.Id.Index] = InputBytes + blocks.Offset(tensor.Id.Index);
        hostOutputs = new long[plan.Tensors.Count];
        HostBytes = InputBytes;
        foreach (var output in compilation.Outputs)
        {
            hostOutputs[output.Tensor.Id.Index] = HostBytes;
            HostBytes += RoundUp(output.Bytes);
        }
        DeviceBytes = InputBytes + blocks.Bytes;
    }

    /// <summary>The options and the inputs: what is copied before a run.</summary>
    public long InputBytes { get; }

    public long DeviceBytes { get; }

    /// <summary>What is alive at once, inputs aside: no arrangement takes less.</summary>
    public long LeastBytes { get; }

    public long HostBytes { get; }

    /// <summary>Byte offset of a tensor on the device; of an input, on the host too.</summary>
    public long Offset(TensorId tensor) => tensors[tensor.Index];

    /// <summary>Byte offset of a temporary on the device.</summary>
    public long Offset(TemporaryHandle temporary) => InputBytes + blocks.Offset(tensors.Length + temporary.Index);

    /// <summary>Byte offset on the device of what is copied for an output.</summary>
    public long Offset(CudaOutput output) => output.Planes is { } planes ? Offset(planes) : Offset(output.Tensor.Id);

    /// <summary>Byte offset of an output on the host.</summary>
    public long HostOffset(TensorId output) => hostOutputs[output.Index];

    private static long RoundUp(long bytes) => ArenaPlan.RoundUp(bytes, CudaLayout.Alignment);
}
