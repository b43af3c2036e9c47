using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// A stream, an arena on the device, its counterpart on the host, and the program's launches bound to them. A run is one copy in, the launches
/// as one graph (<see cref="CudaPass"/>), a copy out for each output, and one wait.
/// </summary>
internal sealed unsafe class CudaSession : EngineSession
{
    /// <summary>Pieces of the pass that are queued at most where the token can be cancelled: one to work on, one for the device to go on with.</summary>
    public const int PiecesAhead = 2;

    private const string Waiting = "waiting for the kernels of a picture";

    private readonly CudaProgram program;
    private readonly CudaContext context;
    private readonly CudaStream stream;
    private readonly CudaEvent before;
    private readonly DeviceMemory device;
    private readonly PinnedMemory host;
    private readonly CudaPass pass;

    // Arrays, whose enumeration allocates nothing.
    private readonly CudaOutput[] outputs;
    private readonly CudaEvent[] pieceEnds = new CudaEvent[PiecesAhead];
    private bool hasFailed;

    /// <exception cref="OutOfDeviceMemoryException">The arena doesn't fit.</exception>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaSession(CudaProgram program)
    {
        (this.program, context) = (program, program.Engine.Context);
        using var entered = context.Enter();
        try
        {
            stream = new CudaStream(context);
            before = new CudaEvent(context);
            for (var i = 0; i < pieceEnds.Length; i++)
                pieceEnds[i] = new CudaEvent(context);
            device = new DeviceMemory(context, program.Arena.DeviceBytes, "the activations of a picture");
            host = new PinnedMemory(context, program.Arena.HostBytes);
            new Span<byte>(host.Pointer, checked((int)program.Arena.InputBytes)).Clear();
            pass = new CudaPass(program, stream, new CudaSessionMemory(program, device.Address));
            outputs = [.. program.Outputs];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The driver refused something of a run: what its stream still holds, nobody knows.</summary>
    public override bool HasFailed => hasFailed;

    public CudaProgram Program => program;

    public CudaPass Pass => pass;

    /// <summary>Where its arena begins on the device.</summary>
    public ulong ArenaAddress => device.Address;

    public override void Write(TensorId input, ReadOnlySpan<float> values)
    {
        var tensor = program.Plan.RequireInput(input, values.Length);
        var target = MemoryMarshal.Cast<byte, float>(Host(program.Arena.Offset(input), CudaLayout.InputBytes(tensor)));
        if (tensor.Kind != TensorKind.Maps)
        {
            values.CopyTo(target);
            return;
        }
        var (channels, pixels) = (tensor.Shape.Channels, tensor.Shape.Height * tensor.Shape.Width);
        var quads = pixels * Float4.Count(channels) * Float4.Length;
        for (var n = 0; n < tensor.Shape.Batch; n++)
            ChannelsLast.Pack(values.Slice(n * channels * pixels, channels * pixels), target.Slice(n * quads, quads), channels, pixels);
    }

    public override void Run(ulong noiseSeed, CancellationToken cancellation) => Run(noiseSeed, null, cancellation);

    /// <summary>Runs the whole program on an input, and into an output, that lie in the caller's device memory.</summary>
    public void Run(ulong noiseSeed, DeviceTransfer transfer, CancellationToken cancellation) => Run(noiseSeed, (DeviceTransfer?)transfer, cancellation);

    public override void Read(TensorId output, Span<float> values)
    {
        program.Plan.RequireFloats(output, values.Length);
        MemoryMarshal.Cast<byte, float>(Host(program.Arena.HostOffset(output), (long)values.Length * sizeof(float))).CopyTo(values);
    }

    public override void Read(TensorId output, Span<byte> pixels)
    {
        program.Plan.RequirePixels(output, pixels.Length);
        Host(program.Arena.HostOffset(output), pixels.Length).CopyTo(pixels);
    }

    /// <summary>Times the whole pass, with no copies, by the device's clock: as graphs, or launch by launch where those are turned off.</summary>
    /// <returns>Microseconds of each run.</returns>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public double[] TimePasses(int runs)
    {
        using var entered = context.Enter();
        using var start = new CudaEvent(context);
        using var end = new CudaEvent(context);
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            start.Record(stream);
            for (var piece = 0; piece < pass.Pieces; piece++)
                pass.Enqueue(piece);
            end.Record(stream);
            context.Driver.Check(context.Driver.StreamSynchronize(stream.Handle), Waiting);
            times[run] = end.MicrosecondsSince(start);
        }
        return times;
    }

    /// <summary>Times every launch by the device's clock, the inputs being what they are; for finding out what to make faster.</summary>
    /// <param name="runs">Runs of the whole program, of which a launch's best counts.</param>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaLaunchTime[] TimeLaunches(int runs)
    {
        using var entered = context.Enter();
        var launches = pass.Launches;
        var marks = new CudaEvent[launches.Length + 1];
        var best = new double[launches.Length];
        Array.Fill(best, double.PositiveInfinity);
        try
        {
            for (var i = 0; i < marks.Length; i++)
                marks[i] = new CudaEvent(context);
            for (var run = 0; run < runs; run++)
            {
                marks[0].Record(stream);
                for (var i = 0; i < launches.Length; i++)
                {
                    launches[i].Enqueue(context.Driver, stream);
                    marks[i + 1].Record(stream);
                }
                context.Driver.Check(context.Driver.StreamSynchronize(stream.Handle), Waiting);
                for (var i = 0; i < launches.Length; i++)
                    best[i] = Math.Min(best[i], marks[i + 1].MicrosecondsSince(marks[i]));
            }
        }
        finally
        {
            foreach (var mark in marks)
                mark?.Dispose();
        }
        return [.. program.Launches.Zip(best, (launch, time) => new CudaLaunchTime(launch.Launch, time))];
    }

    public override void Dispose()
    {
        Finish();
        pass?.Dispose();
        before?.Dispose();
        foreach (var end in pieceEnds)
            end?.Dispose();
        device?.Dispose();
        host?.Dispose();
        stream?.Dispose();
    }

    /// <summary>Nothing may still work on the memory when it is given back.</summary>
    private void Finish()
    {
        if (stream is null || stream.IsClosed || !context.TryEnter(out var scope))
            return;
        using (scope)
            stream.TryFinish();
    }

    private void Run(ulong noiseSeed, DeviceTransfer? transfer, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(device.IsClosed, this);
        program.Engine.ThrowIfLost();
        *(ulong*)host.Pointer = noiseSeed;
        try
        {
            using var entered = context.Enter();
            try
            {
                Enqueue(transfer, cancellation);
            }
            catch
            {
                // What was begun still works on this session's memory.
                hasFailed |= !stream.TryFinish();
                throw;
            }
            context.Driver.Check(context.Driver.StreamSynchronize(stream.Handle), Waiting);
        }
        catch (CudaFault fault)
        {
            hasFailed = true;
            throw program.Engine.Fail(fault);
        }
        cancellation.ThrowIfCancellationRequested();
    }

    private void Enqueue(DeviceTransfer? transfer, CancellationToken cancellation)
    {
        var driver = context.Driver;
        driver.Check(
            driver.MemcpyHtoDAsync(device.Address, host.Pointer, (nuint)program.Arena.InputBytes, stream.Handle), "copying the inputs to the device");
        if (transfer is { } from)
            CopyIn(from);
        EnqueuePass(cancellation);
        foreach (var output in outputs)
        {
            var (source, bytes) = (device.Address + (ulong)program.Arena.Offset(output), (nuint)output.Bytes);
            var result = transfer is { } to
                ? driver.MemcpyDtoDAsync(to.Output, source, bytes, stream.Handle)
                : driver.MemcpyDtoHAsync(host.Pointer + program.Arena.HostOffset(output.Tensor.Id), source, bytes, stream.Handle);
            if (transfer is null)
                driver.Check(result, "copying the outputs from the device");
            else
                CheckCallers(result, "copying the output to the caller's memory");
        }
    }

    /// <summary>
    /// Without a token all at once. With one, no more than some pieces ahead of the device: what is queued can't be called back, and would be
    /// the whole batch.
    /// </summary>
    private void EnqueuePass(CancellationToken cancellation)
    {
        for (var piece = 0; piece < pass.Pieces; piece++)
        {
            if (cancellation.CanBeCanceled && piece > 0)
            {
                pieceEnds[(piece - 1) % PiecesAhead].Record(stream);
                if (piece >= PiecesAhead)
                    pieceEnds[piece % PiecesAhead].Wait(Waiting);
            }
            cancellation.ThrowIfCancellationRequested();
            pass.Enqueue(piece);
        }
    }

    /// <summary>What the driver says of the caller's stream and memory is the caller's affair: the device is as good as before.</summary>
    /// <exception cref="ArgumentException">They aren't what they were said to be.</exception>
    private void CheckCallers(CudaResult result, string call)
    {
        if (result is CudaResult.InvalidValue or CudaResult.InvalidHandle or CudaResult.InvalidContext)
            throw new ArgumentException($"The driver doesn't take what was given: {context.Driver.Fault(result, call).Message}.");
        context.Driver.Check(result, call);
    }

    /// <summary>After all that the caller's stream has been given so far.</summary>
    private void CopyIn(DeviceTransfer from)
    {
        var driver = context.Driver;
        CheckCallers(driver.EventRecord(before.Handle, from.After), "cuEventRecord on the caller's stream");
        driver.Check(driver.StreamWaitEvent(stream.Handle, before.Handle, 0), "cuStreamWaitEvent");
        var (target, bytes) = (device.Address + (ulong)program.Arena.Offset(from.InputTensor), (nuint)CudaLayout.InputBytes(program.Plan[from.InputTensor]));
        CheckCallers(driver.MemcpyDtoDAsync(target, from.Input, bytes, stream.Handle), "copying the caller's input on the device");
    }

    private Span<byte> Host(long offset, long bytes)
    {
        ObjectDisposedException.ThrowIf(host.IsClosed, this);
        return new Span<byte>(host.Pointer + offset, checked((int)bytes));
    }
}
