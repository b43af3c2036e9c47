using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The addresses of one session.</summary>
internal sealed unsafe class CudaSessionMemory(CudaProgram program, ulong arena) : CudaMemory
{
    public override DeviceInts RunOptions => new(arena, CudaArena.RunOptionBytes / sizeof(int));

    public override DeviceFloats Rows(TensorId tensor) => new(Address(tensor, TensorKind.Rows), program.Plan[tensor].Shape.Length);

    public override DeviceQuads Maps(TensorId tensor) =>
        new(Address(tensor, TensorKind.Maps), CudaLayout.Bytes(program.Plan[tensor], program.Storage(tensor)) / sizeof(Float4));

    public override DeviceBytes Pixels(TensorId tensor) => new(Address(tensor, TensorKind.Pixels), program.Plan[tensor].Shape.Length);

    public override DeviceView<T> Weights<T>(WeightHandle weights)
    {
        var preparation = program.Preparation(weights);
        return new(program.Engine.Address(preparation.Key), (long)preparation.Length * sizeof(float) / sizeof(T));
    }

    public override DeviceView<T> Constant<T>(ConstantHandle constant) =>
        new(program.Constants[constant], program.Bytes(constant) / sizeof(T));

    public override DeviceView<T> Temporary<T>(TemporaryHandle temporary) =>
        new(arena + (ulong)program.Arena.Offset(temporary), program.Temporaries[temporary.Index].Bytes / sizeof(T));

    private ulong Address(TensorId tensor, TensorKind kind) =>
        program.Plan[tensor].Kind == kind
            ? arena + (ulong)program.Arena.Offset(tensor)
            : throw new ArgumentException($"'{program.Plan[tensor].Name}' holds {program.Plan[tensor].Kind}, not {kind}.", nameof(tensor));
}
