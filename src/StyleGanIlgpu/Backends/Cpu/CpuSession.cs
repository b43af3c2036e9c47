using System.Diagnostics;
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

    /// <summary>Times every phase; for finding out what to make faster.</summary>
    /// <param name="runs">Runs of the whole program, of which a phase's best counts.</param>
    /// <returns>Seconds of each phase.</returns>
    public double[] TimePhases(int runs)
    {
        ObjectDisposedException.ThrowIf(arena.IsClosed, this);
        var best = new double[program.Phases.Length];
        Array.Fill(best, double.PositiveInfinity);
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < best.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                program.Team.Run(program.Phases.Slice(i, 1), arena.Pointer, 0, CancellationToken.None);
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return best;
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
