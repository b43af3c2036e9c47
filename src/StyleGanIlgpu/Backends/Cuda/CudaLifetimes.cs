using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// When tensors and temporaries are alive, in launches: an op's own launches count one by one, so that a convolution by way of a temporary keeps
/// either its input beside that or its output, and not all three. What a launch uses is seen by binding it to this memory.
/// </summary>
internal sealed unsafe class CudaLifetimes : CudaMemory
{
    private const int Never = -1;

    private readonly CudaCompilation compilation;
    private readonly (int First, int Last)[] used;
    private int launch;

    private CudaLifetimes(CudaCompilation compilation)
    {
        this.compilation = compilation;
        used = new (int, int)[compilation.Plan.Tensors.Count + compilation.Temporaries.Count];
        Array.Fill(used, (Never, Never));
        for (launch = 0; launch < compilation.Launches.Count; launch++)
            compilation.Launches[launch].Bind(this);
        // What is copied to the host, or kept for that, after the last launch.
        foreach (var output in compilation.Outputs)
        {
            Use(output.Tensor.Id.Index);
            if (output.Planes is { } planes)
                Use(planes);
        }
    }

    public override DeviceInts RunOptions => new(0, CudaArena.RunOptionBytes / sizeof(int));

    /// <summary>Blocks of an arena: the plan's tensors, inputs aside, then the temporaries.</summary>
    /// <param name="compilation">Finished.</param>
    /// <param name="gap">Bytes that are added to each block that is used.</param>
    /// <exception cref="ArgumentException">An op reads a tensor that nothing has written.</exception>
    public static ArenaBlock[] Of(CudaCompilation compilation, int gap)
    {
        var tensors = TensorLifetimes.Of(compilation.Plan, tensor => tensor.IsInput ? 0 : CudaLayout.Bytes(tensor, compilation.Storage(tensor.Id)));
        var used = new CudaLifetimes(compilation).used;
        return
        [
            .. tensors.Select(block => block.Bytes).Concat(compilation.Temporaries.Select(temporary => temporary.Bytes))
                .Zip(used, (bytes, use) => use.First == Never || bytes == 0 ? default : new ArenaBlock(bytes + gap, use.First, use.Last)),
        ];
    }

    public override DeviceFloats Rows(TensorId tensor) => new(Use(tensor.Index), compilation.Plan[tensor].Shape.Length);

    public override DeviceQuads Maps(TensorId tensor) =>
        new(Use(tensor.Index), CudaLayout.Bytes(compilation.Plan[tensor], compilation.Storage(tensor)) / sizeof(Float4));

    public override DeviceBytes Pixels(TensorId tensor) => new(Use(tensor.Index), compilation.Plan[tensor].Shape.Length);

    public override DeviceView<T> Weights<T>(WeightHandle weights) =>
        new(0, (long)compilation.Preparations[weights.Index].Length * sizeof(float) / sizeof(T));

    public override DeviceView<T> Constant<T>(ConstantHandle constant) => new(0, compilation.Constants[constant.Index].Length / sizeof(T));

    public override DeviceView<T> Temporary<T>(TemporaryHandle temporary) => new(Use(temporary), compilation.Temporaries[temporary.Index].Bytes / sizeof(T));

    private ulong Use(TemporaryHandle temporary) => Use(compilation.Plan.Tensors.Count + temporary.Index);

    /// <summary>Addresses don't matter here.</summary>
    private ulong Use(int block)
    {
        used[block] = (used[block].First == Never ? launch : used[block].First, launch);
        return 0;
    }
}
