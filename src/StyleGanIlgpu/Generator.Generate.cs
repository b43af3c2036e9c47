using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu;

public sealed partial class Generator
{
    /// <summary>The picture of a seed, the same that the official scripts make.</summary>
    /// <param name="seed">0 to 4294967295.</param>
    /// <param name="truncation">Truncation psi; 1 is none.</param>
    /// <param name="label">The class; conditional models need one.</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The seed or the class is out of range, or an option doesn't suit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Image Generate(
        long seed, float truncation = 1, int? label = null, SynthesisOptions? options = null, CancellationToken cancellation = default) =>
        Generate(seed, new MappingOptions { Truncation = truncation, Class = label }, options, cancellation);

    /// <summary>The picture of a seed, with all options of the mapping.</summary>
    /// <param name="seed">0 to 4294967295.</param>
    /// <param name="mapping">Truncation, cutoff and class; defaults where null.</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The seed or the class is out of range, or an option doesn't suit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Image Generate(
        long seed, MappingOptions? mapping, SynthesisOptions? options = null, CancellationToken cancellation = default)
    {
        var buffer = ArrayPool<float>.Shared.Rent(WsLength);
        try
        {
            var ws = buffer.AsSpan(0, WsLength);
            MapSeed(seed, ws, mapping, cancellation);
            return Synthesize(ws, options, cancellation);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>Maps the latent of a seed.</summary>
    /// <param name="seed">0 to 4294967295.</param>
    /// <param name="ws">Receives [num_ws, w_dim].</param>
    /// <param name="mapping">Truncation, cutoff and class; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <exception cref="ArgumentException">The seed or the class is out of range, or the length doesn't fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void MapSeed(long seed, Span<float> ws, MappingOptions? mapping = null, CancellationToken cancellation = default)
    {
        var zDim = network.Config.ZDim;
        var buffer = ArrayPool<float>.Shared.Rent(zDim);
        try
        {
            var z = buffer.AsSpan(0, zDim);
            Latent.FromSeed(seed, z);
            Map(z, ws, mapping, cancellation);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The pictures of many seeds, in their order. They are made on a thread of their own, up to two batches ahead of the reader, so that
    /// whatever the reader does with one (saving it, say) runs while the next is computed.
    /// </summary>
    /// <param name="seeds">0 to 4294967295 each.</param>
    /// <param name="mapping">Truncation, cutoff and class; defaults where null.</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="progress">Told the number of pictures made so far, after each batch.</param>
    /// <param name="cancellation">Ends the work between layers.</param>
    /// <returns>The pictures; the reader disposes them.</returns>
    /// <exception cref="ArgumentException">A seed or the class is out of range, or an option doesn't suit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(
        IEnumerable<long> seeds,
        MappingOptions? mapping = null,
        SynthesisOptions? options = null,
        IProgress<int>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        var channel = Channel.CreateBounded<GeneratedImage>(new BoundedChannelOptions(2 * batchSize) { SingleWriter = true, SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Factory.StartNew(
            () => Produce(seeds, mapping, options, progress, channel.Writer, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (var picture in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return picture;
        }
        finally
        {
            // Also when the reader stops early: nothing must still run on a generator that the caller may dispose next.
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
            while (channel.Reader.TryRead(out var unread))
                unread.Image.Dispose();
        }
    }

    private void Produce(
        IEnumerable<long> seeds,
        MappingOptions? mapping,
        SynthesisOptions? options,
        IProgress<int>? progress,
        ChannelWriter<GeneratedImage> writer,
        CancellationToken cancellation)
    {
        try
        {
            var (ws, pixels) = (new float[batchSize * WsLength], new byte[batchSize * ImageLength]);
            var made = 0;
            foreach (var batch in seeds.Chunk(batchSize))
            {
                for (var i = 0; i < batch.Length; i++)
                    MapSeed(batch[i], ws.AsSpan(i * WsLength, WsLength), mapping, cancellation);
                Synthesize(ws.AsSpan(0, batch.Length * WsLength), pixels.AsSpan(0, batch.Length * ImageLength), options, cancellation);
                for (var i = 0; i < batch.Length; i++)
                {
                    var part = pixels.AsSpan(i * ImageLength, ImageLength);
                    var image = new Image(network.ImageWidth, network.ImageHeight, network.Config.ImgChannels, part);
                    Write(writer, new GeneratedImage(batch[i], image), cancellation);
                }
                made += batch.Length;
                progress?.Report(made);
            }
            writer.Complete();
        }
        catch (Exception fault)
        {
            // The reader rethrows it where the pictures are awaited.
            writer.Complete(fault);
        }
    }

    private static void Write(ChannelWriter<GeneratedImage> writer, GeneratedImage picture, CancellationToken cancellation)
    {
        while (!writer.TryWrite(picture))
            writer.WaitToWriteAsync(cancellation).AsTask().GetAwaiter().GetResult();
    }
}
