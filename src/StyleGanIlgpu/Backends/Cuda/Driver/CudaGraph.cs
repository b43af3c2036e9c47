namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>Work that was recorded once and is begun, each time, by one call. Whatever it uses must outlive it.</summary>
internal sealed class CudaGraph : CudaResource
{
    /// <param name="context">Entered.</param>
    /// <param name="stream">Records the work, and has no other meanwhile.</param>
    /// <param name="enqueue">Gives the stream the work: launches, and nothing that waits or allocates.</param>
    /// <exception cref="CudaFault">The driver refuses.</exception>
    public CudaGraph(CudaContext context, CudaStream stream, Action enqueue)
        : base(context)
    {
        using var recorded = new RecordedGraph(context, stream, enqueue);
        Driver.Check(Driver.GraphInstantiate(out var executable, recorded.Handle), "instantiating a graph");
        Own(executable);
    }

    /// <exception cref="CudaFault">The driver refuses.</exception>
    public void Launch(CudaStream stream)
    {
        var result = Driver.GraphLaunch(handle, stream.Handle);
        if (result != CudaResult.Success)
            throw Driver.Fault(result, "launch of a picture's kernels");
    }

    protected override CudaResult Free() => Driver.GraphExecDestroy(handle);

    /// <summary>The record, which isn't needed once it was made executable.</summary>
    private sealed class RecordedGraph : CudaResource
    {
        /// <summary>CU_STREAM_CAPTURE_MODE_RELAXED: what other threads do meanwhile, with other generators or libraries, is their affair.</summary>
        private const uint Relaxed = 2;

        public RecordedGraph(CudaContext context, CudaStream stream, Action enqueue)
            : base(context)
        {
            Driver.Check(Driver.StreamBeginCapture(stream.Handle, Relaxed), "beginning the capture of a graph");
            try
            {
                enqueue();
            }
            catch
            {
                // The stream must be of use again, for launching one by one.
                if (Driver.StreamEndCapture(stream.Handle, out var part) == CudaResult.Success && part != 0)
                    Driver.GraphDestroy(part);
                throw;
            }
            Driver.Check(Driver.StreamEndCapture(stream.Handle, out var graph), "ending the capture of a graph");
            Own(graph);
        }

        public nint Handle => handle;

        protected override CudaResult Free() => Driver.GraphDestroy(handle);
    }
}
