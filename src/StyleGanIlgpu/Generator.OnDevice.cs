using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu;

public sealed partial class Generator
{
    /// <summary>
    /// Makes pictures from ws in the GPU's memory as floats in the GPU's memory, before any clamping. Both are memory of the caller's, allocated
    /// in the context that the generator works in (<see cref="GeneratorOptions.CudaContext"/>), each inside one allocation.
    /// </summary>
    /// <param name="wsAddress">Device address of float32 [count, num_ws, w_dim], a multiple of 4.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="imagesAddress">Device address that receives float32 [count, channels, height, width], a multiple of 4.</param>
    /// <param name="stream">
    /// A stream of the caller's (a CUstream): what it has been given so far is done before ws are read; 0 for the default stream. When the method
    /// returns the pictures are there, for any stream.
    /// </param>
    /// <param name="options">Noise and transform; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <exception cref="InvalidOperationException">The generator doesn't compute on a GPU.</exception>
    /// <exception cref="ArgumentException">An address, the count or the stream can't be, or a transform was asked of a model that takes none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the images hold nothing of use.</exception>
    public void SynthesizeOnDevice(
        ulong wsAddress,
        int count,
        ulong imagesAddress,
        nint stream = 0,
        SynthesisOptions? options = null,
        CancellationToken cancellation = default) =>
        SynthesizeOnDevice(wsAddress, count, imagesAddress, stream, null, options ?? DefaultSynthesis, cancellation);

    /// <summary>As <see cref="SynthesizeOnDevice(ulong, int, ulong, nint, SynthesisOptions?, CancellationToken)"/>, as interleaved bytes.</summary>
    /// <param name="wsAddress">Device address of float32 [count, num_ws, w_dim], a multiple of 4.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="pixelsAddress">Device address that receives bytes [count, height, width, channels].</param>
    /// <param name="stream">A stream of the caller's: what it has been given so far is done before ws are read; 0 for the default stream.</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <exception cref="InvalidOperationException">The generator doesn't compute on a GPU.</exception>
    /// <exception cref="ArgumentException">An address, the count or the stream can't be, or a transform was asked of a model that takes none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the pixels hold nothing of use.</exception>
    public void SynthesizeBytesOnDevice(
        ulong wsAddress,
        int count,
        ulong pixelsAddress,
        nint stream = 0,
        SynthesisOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= DefaultSynthesis;
        SynthesizeOnDevice(wsAddress, count, pixelsAddress, stream, options.ByteRule, options, cancellation);
    }

    private void SynthesizeOnDevice(
        ulong ws, int count, ulong images, nint stream, ByteRule? bytes, SynthesisOptions options, CancellationToken cancellation)
    {
        CheckSynthesis(options);
        if (engine is not CudaEngine cuda)
            throw new InvalidOperationException($"Device memory can only be used by a generator on a GPU; this one computes on {Engine}.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var valueBytes = bytes is null ? sizeof(float) : 1u;
        CheckAddress(ws, sizeof(float), "ws", "wsAddress");
        CheckAddress(images, valueBytes, "The output", bytes is null ? "imagesAddress" : "pixelsAddress");
        var (wsBytes, imageBytes) = ((ulong)WsLength * sizeof(float), (ulong)ImageLength * valueBytes);
        if (count > 0)
        {
            cuda.RequireCallersMemory(ws, (ulong)count * wsBytes, $"ws of {count} pictures", "wsAddress");
            cuda.RequireCallersMemory(images, (ulong)count * imageBytes, $"The output of {count} pictures", bytes is null ? "imagesAddress" : "pixelsAddress");
        }
        for (int first = 0, batch; first < count; first += batch)
        {
            batch = NextBatch(count - first);
            var program = programs.Synthesis(Form(batch, options, bytes));
            var session = program.Sessions.Rent(cancellation);
            try
            {
                if (program.Transform is { } transform)
                    WriteTransform(session, transform, batch, options);
                var transfer = new DeviceTransfer(program.Ws, ws + ((ulong)first * wsBytes), images + ((ulong)first * imageBytes), stream);
                ((CudaSession)session).Run(options.NoiseSeed, transfer, cancellation);
            }
            finally
            {
                program.Sessions.Return(session);
            }
        }
    }

    private static void CheckAddress(ulong address, uint alignment, string what, string parameter)
    {
        if (address == 0 || address % alignment != 0)
            throw new ArgumentException($"{what} can't be at device address {address}, expected a multiple of {alignment} that isn't 0.", parameter);
    }
}
