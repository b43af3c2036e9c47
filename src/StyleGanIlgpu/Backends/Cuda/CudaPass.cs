using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// The launches of a program with the addresses of a session, in pieces, each of them a graph: one for a picture by itself, no more than one a
/// picture for a batch, so that a long batch can be cancelled between them. Only launches are recorded: where inputs come from and outputs go
/// may change from run to run. Where the driver refuses graphs, kernels are launched one by one.
/// </summary>
internal sealed class CudaPass : IDisposable
{
    /// <summary>Pieces at most.</summary>
    public const int MostPieces = 8;

    private readonly CudaContext context;
    private readonly CudaStream stream;

    // Empty where kernels are launched one by one.
    private readonly CudaGraph[] graphs;

    /// <param name="program">Whose launches.</param>
    /// <param name="stream">Where they go; nothing has been given to it. The context is entered.</param>
    /// <param name="memory">Their addresses.</param>
    /// <exception cref="OutOfDeviceMemoryException">A graph doesn't fit.</exception>
    /// <exception cref="CudaFault">The device is lost.</exception>
    public CudaPass(CudaProgram program, CudaStream stream, CudaSessionMemory memory)
    {
        (context, this.stream) = (program.Engine.Context, stream);
        Launches = [.. program.Launches.Select(launch => new CudaBoundLaunch(program.Engine.Kernel(launch.Launch.Kernel), launch, memory))];
        Pieces = Math.Max(1, Math.Min(Math.Min(program.Plan.Batch, MostPieces), Launches.Length));
        graphs = program.Engine.NoGraphs is null ? Capture(program.Engine) : [];
        UsesGraphs = graphs.Length > 0;
    }

    public CudaBoundLaunch[] Launches { get; }

    /// <summary>Can be turned off, and on again where there are graphs: to see what they save.</summary>
    public bool UsesGraphs { get; set; }

    /// <summary>What <see cref="Enqueue"/> enqueues one of.</summary>
    public int Pieces { get; }

    /// <exception cref="CudaFault">The driver refuses.</exception>
    public void Enqueue(int piece)
    {
        if (UsesGraphs)
            graphs[piece].Launch(stream);
        else
            EnqueueOneByOne(piece);
    }

    /// <summary>The stream has done all that it was given.</summary>
    public void Dispose() => Release(graphs);

    private void EnqueueOneByOne(int piece)
    {
        var end = Launches.Length * (piece + 1) / Pieces;
        for (var i = Launches.Length * piece / Pieces; i < end; i++)
            Launches[i].Enqueue(context.Driver, stream);
    }

    private CudaGraph[] Capture(CudaEngine engine)
    {
        if (Launches.Length == 0)
            return [];
        var made = new CudaGraph[Pieces];
        try
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                var recorded = piece;
                made[piece] = new CudaGraph(context, stream, () => EnqueueOneByOne(recorded));
            }
            return made;
        }
        catch (CudaFault fault) when (fault.Result != CudaResult.OutOfMemory)
        {
            Release(made);
            // A device that is lost answers so to this too, and is no better without graphs.
            context.Driver.Check(context.Driver.StreamSynchronize(stream.Handle), fault.Message);
            engine.LaunchOneByOne(fault.Message);
            return [];
        }
        catch
        {
            Release(made);
            throw;
        }
    }

    private static void Release(CudaGraph[] graphs)
    {
        foreach (var graph in graphs)
            graph?.Dispose();
    }
}
