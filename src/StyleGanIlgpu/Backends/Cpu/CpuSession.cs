using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>An arena, and the numbers' way into it and out of it.</summary>
internal sealed unsafe class CpuSession(CpuProgram program, NativeBlock arena) : EngineSession
{
    public override void Write(TensorId input, ReadOnlySpan<float> values)
    {
        var tensor = program.Plan.RequireInput(input, values.Length);
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
        var tensor = program.Plan.RequireFloats(output, values.Length);
        if (tensor.Kind == TensorKind.Maps)
            MapLayout.Unpack(tensor.Shape, Floats(output), values);
        else
            new ReadOnlySpan<float>(Floats(output), tensor.Shape.Length).CopyTo(values);
    }

    public override void Read(TensorId output, Span<byte> pixels)
    {
        var tensor = program.Plan.RequirePixels(output, pixels.Length);
        MemoryMarshal.CreateReadOnlySpan(ref *(byte*)Floats(output), tensor.Shape.Length).CopyTo(pixels);
    }

    public override void Dispose() => arena.Dispose();

    private float* Floats(TensorId tensor)
    {
        ObjectDisposedException.ThrowIf(arena.IsClosed, this);
        return (float*)(arena.Pointer + program.Offset(tensor));
    }
}
