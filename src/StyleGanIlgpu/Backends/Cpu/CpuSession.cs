using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>An arena, and the numbers' way into it and out of it.</summary>
internal sealed unsafe class CpuSession(CpuProgram program, NativeBlock arena) : EngineSession
{
    public override void Write(TensorId input, ReadOnlySpan<float> values)
    {
        var tensor = program.Plan[input];
        if (!tensor.IsInput)
            throw new ArgumentException($"'{tensor.Name}' is no input of the plan.", nameof(input));
        RequireLength(tensor, values.Length, nameof(values));
        if (tensor.Kind == TensorKind.Maps)
            MapLayout.Pack(tensor.Shape, values, Floats(input));
        else
            values.CopyTo(new Span<float>(Floats(input), tensor.Shape.Length));
    }

    public override void Run(ulong noiseSeed, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(arena.IsClosed, this);
        program.Team.Run(program.Phases, arena.Pointer, noiseSeed, cancellation);
    }

    public override void Read(TensorId output, Span<float> values)
    {
        var tensor = RequireOutput(output);
        if (tensor.Kind == TensorKind.Pixels)
            throw new ArgumentException($"'{tensor.Name}' holds bytes, not floats.", nameof(output));
        RequireLength(tensor, values.Length, nameof(values));
        if (tensor.Kind == TensorKind.Maps)
            MapLayout.Unpack(tensor.Shape, Floats(output), values);
        else
            new ReadOnlySpan<float>(Floats(output), tensor.Shape.Length).CopyTo(values);
    }

    public override void Read(TensorId output, Span<byte> pixels)
    {
        var tensor = RequireOutput(output);
        if (tensor.Kind != TensorKind.Pixels)
            throw new ArgumentException($"'{tensor.Name}' holds floats, not bytes.", nameof(output));
        RequireLength(tensor, pixels.Length, nameof(pixels));
        MemoryMarshal.CreateReadOnlySpan(ref *(byte*)Floats(output), tensor.Shape.Length).CopyTo(pixels);
    }

    public override void Dispose() => arena.Dispose();

    private float* Floats(TensorId tensor)
    {
        ObjectDisposedException.ThrowIf(arena.IsClosed, this);
        return (float*)(arena.Pointer + program.Offset(tensor));
    }

    private PlanTensor RequireOutput(TensorId output) =>
        program.Plan.Outputs.Contains(output)
            ? program.Plan[output]
            : throw new ArgumentException($"'{program.Plan[output].Name}' is no output of the plan.", nameof(output));

    private static void RequireLength(PlanTensor tensor, int length, string parameter)
    {
        if (length != tensor.Shape.Length)
            throw new ArgumentException($"'{tensor.Name}' has shape {tensor.Shape}, {tensor.Shape.Length} values, not {length}.", parameter);
    }
}
