using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Pictures;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu;

public sealed partial class Generator
{
    private static readonly SynthesisOptions DefaultSynthesis = new();

    /// <summary>Makes pictures from ws as floats, before any clamping.</summary>
    /// <param name="ws">[N, num_ws, w_dim].</param>
    /// <param name="images">Receives [N, channels, height, width], nominally in [-1, 1].</param>
    /// <param name="options">Noise and transform; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or a transform was asked of a model that takes none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the images hold nothing of use.</exception>
    public void Synthesize(
        ReadOnlySpan<float> ws, Span<float> images, SynthesisOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DefaultSynthesis;
        SynthesizeBatches(ws, images, default, null, options, cancellation);
    }

    /// <summary>Makes pictures from ws as interleaved bytes.</summary>
    /// <param name="ws">[N, num_ws, w_dim].</param>
    /// <param name="pixels">Receives [N, height, width, channels].</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or a transform was asked of a model that takes none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the pixels hold nothing of use.</exception>
    public void Synthesize(
        ReadOnlySpan<float> ws, Span<byte> pixels, SynthesisOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DefaultSynthesis;
        SynthesizeBatches(ws, default, pixels, options.ByteRule, options, cancellation);
    }

    /// <summary>Makes one picture from the ws of one sample.</summary>
    /// <param name="ws">[num_ws, w_dim].</param>
    /// <param name="options">Noise, transform and byte rule; defaults where null.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The length doesn't fit, or a transform was asked of a model that takes none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Image Synthesize(ReadOnlySpan<float> ws, SynthesisOptions? options = null, CancellationToken cancellation = default)
    {
        var image = new Image(network.ImageWidth, network.ImageHeight, network.Config.ImgChannels);
        try
        {
            Synthesize(ws, image.Writable, options, cancellation);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // Into images where the rule is null, else into pixels.
    private void SynthesizeBatches(
        ReadOnlySpan<float> ws, Span<float> images, Span<byte> pixels, ByteRule? bytes, SynthesisOptions options, CancellationToken cancellation)
    {
        var count = CheckSynthesis(ws.Length, bytes is null ? images.Length : pixels.Length, options);
        for (int first = 0, batch; first < count; first += batch)
        {
            batch = NextBatch(count - first);
            var program = programs.Synthesis(Form(batch, options, bytes));
            var session = program.Sessions.Rent(cancellation);
            try
            {
                session.Write(program.Ws, ws.Slice(first * WsLength, batch * WsLength));
                if (program.Transform is { } transform)
                    WriteTransform(session, transform, batch, options);
                session.Run(options.NoiseSeed, cancellation);
                if (bytes is null)
                    session.Read(program.Image, images.Slice(first * ImageLength, batch * ImageLength));
                else
                    session.Read(program.Image, pixels.Slice(first * ImageLength, batch * ImageLength));
            }
            finally
            {
                program.Sessions.Return(session);
            }
        }
    }

    private SynthesisForm Form(int batch, SynthesisOptions options, ByteRule? bytes) =>
        new(batch, network.TakesNoise ? options.NoiseMode : NoiseMode.None, bytes);

    private void WriteTransform(EngineSession session, TensorId input, int batch, SynthesisOptions options)
    {
        Span<float> matrices = stackalloc float[9 * LargestBatch];
        matrices = matrices[..(9 * batch)];
        if (options.Transform is { } placement)
            placement.WriteInverse(matrices);
        else
            network.WriteStoredTransform(matrices[..9]);
        for (var row = 9; row < matrices.Length; row += 9)
            matrices[..9].CopyTo(matrices[row..]);
        session.Write(input, matrices);
    }

    private int CheckSynthesis(int wsLength, int imagesLength, SynthesisOptions options)
    {
        CheckSynthesis(options);
        var count = CountSamples(wsLength, WsLength, "ws", "ws");
        CheckLength(imagesLength, checked(count * ImageLength), "The output", "images");
        return count;
    }

    private void CheckSynthesis(SynthesisOptions options)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!Enum.IsDefined(options.NoiseMode))
            throw new ArgumentException($"Noise mode {options.NoiseMode} doesn't exist.", nameof(options));
        if (!Enum.IsDefined(options.ByteRule))
            throw new ArgumentException($"Byte rule {options.ByteRule} doesn't exist.", nameof(options));
        if (options.Transform is { } t)
        {
            if (!network.TakesTransform)
                throw new ArgumentException($"{network.Family} pictures can't be moved or turned: only StyleGAN3 takes a transform.", nameof(options));
            if (!double.IsFinite(t.TranslateX) || !double.IsFinite(t.TranslateY) || !double.IsFinite(t.RotateDegrees))
                throw new ArgumentException($"The transform {t} isn't finite.", nameof(options));
        }
    }
}
