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
    /// <param name="truncation">Truncation psi; 1 is none. Null for the model's own, which is 1 but for StyleGAN1.</param>
    /// <param name="label">The class; conditional models need one, but for StyleGAN-XL, which draws it from the seed.</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The seed or the class is out of range, or an option doesn't suit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Image Generate(
        long seed, float? truncation = null, int? label = null, SynthesisOptions? options = null, CancellationToken cancellation = default) =>
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
        var image = new Image(network.ImageWidth, network.ImageHeight, network.Config.ImgChannels);
        try
        {
            GenerateBatch([seed], image.Writable, mapping ?? DefaultMapping, options ?? DefaultSynthesis, cancellation);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
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
            mapping ??= DefaultMapping;
            Map(z, ws, mapping, ClassOf(mapping, seed), cancellation);
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
            var pixels = new byte[batchSize * ImageLength];
            var made = 0;
            foreach (var batch in seeds.Chunk(batchSize))
            {
                for (int first = 0, count; first < batch.Length; first += count)
                {
                    count = NextBatch(batch.Length - first);
                    GenerateBatch(
                        batch.AsSpan(first, count),
                        pixels.AsSpan(first * ImageLength, count * ImageLength),
                        mapping ?? DefaultMapping,
                        options ?? DefaultSynthesis,
                        cancellation);
                }
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

    /// <summary>The pictures of as many seeds as a program takes at once, in one run from the latents on where nothing stands between.</summary>
    private void GenerateBatch(
        ReadOnlySpan<long> seeds, Span<byte> pixels, MappingOptions mapping, SynthesisOptions options, CancellationToken cancellation)
    {
        CheckSynthesis(options);
        if (mapping.Centroids is not null)
        {
            GenerateByWs(seeds, pixels, mapping, options, cancellation);
            return;
        }
        if (!network.DrawsClasses)
            CheckClass(mapping.Class);
        var (batch, zDim, cDim) = (seeds.Length, network.Config.ZDim, network.Config.CDim);
        var z = ArrayPool<float>.Shared.Rent(batch * zDim);
        var psi = ArrayPool<float>.Shared.Rent(batch * network.NumWs);
        var label = ArrayPool<float>.Shared.Rent(batch * cDim);
        try
        {
            for (var i = 0; i < batch; i++)
                Latent.FromSeed(seeds[i], z.AsSpan(i * zDim, zDim));
            FillTruncation(mapping, psi.AsSpan(0, batch * network.NumWs));
            for (var i = 0; i < batch; i++)
                FillLabel(ClassOf(mapping, seeds[i]), label.AsSpan(i * cDim, cDim));
            var program = programs.Picture(Form(batch, options, options.ByteRule));
            var session = program.Sessions.Rent(cancellation);
            try
            {
                WriteLatents(session, program.Latents, batch, z.AsSpan(0, batch * zDim), label, psi);
                if (program.Transform is { } transform)
                    WriteTransform(session, transform, batch, options);
                session.Run(options.NoiseSeed, cancellation);
                session.Read(program.Image, pixels);
            }
            finally
            {
                program.Sessions.Return(session);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(z);
            ArrayPool<float>.Shared.Return(psi);
            ArrayPool<float>.Shared.Return(label);
        }
    }

    private void GenerateByWs(
        ReadOnlySpan<long> seeds, Span<byte> pixels, MappingOptions mapping, SynthesisOptions options, CancellationToken cancellation)
    {
        var ws = ArrayPool<float>.Shared.Rent(seeds.Length * WsLength);
        try
        {
            for (var i = 0; i < seeds.Length; i++)
                MapSeed(seeds[i], ws.AsSpan(i * WsLength, WsLength), mapping, cancellation);
            Synthesize(ws.AsSpan(0, seeds.Length * WsLength), pixels, options, cancellation);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(ws);
        }
    }

    private static void Write(ChannelWriter<GeneratedImage> writer, GeneratedImage picture, CancellationToken cancellation)
    {
        while (!writer.TryWrite(picture))
            writer.WaitToWriteAsync(cancellation).AsTask().GetAwaiter().GetResult();
    }
}
