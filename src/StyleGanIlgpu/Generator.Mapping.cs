using System.Buffers;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu;

public sealed partial class Generator
{
    private static readonly MappingOptions DefaultMapping = new();

    /// <summary>Maps latents to ws: mapping network, one row per layer, truncation.</summary>
    /// <param name="z">[N, z_dim].</param>
    /// <param name="ws">Receives [N, num_ws, w_dim].</param>
    /// <param name="options">Truncation and class; the model's own truncation and no class where null.</param>
    /// <param name="cancellation">Looked at between ops.</param>
    /// <exception cref="ArgumentException">
    /// A length doesn't fit, a conditional model got no class or an unconditional one got one, the class doesn't exist, or truncation was
    /// asked of a model that stores no average w, or the centroids are of another width than w.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; ws hold nothing of use.</exception>
    public void Map(ReadOnlySpan<float> z, Span<float> ws, MappingOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DefaultMapping;
        Map(z, ws, options, options.Class, cancellation);
    }

    private void Map(ReadOnlySpan<float> z, Span<float> ws, MappingOptions options, int? label, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var (zDim, wsLength) = (network.Config.ZDim, WsLength);
        var count = CountSamples(z.Length, zDim, "z", nameof(z));
        CheckLength(ws.Length, count * wsLength, "ws", nameof(ws));
        CheckClass(label);
        if (options.Centroids is { } centroids && centroids.WDim != network.Config.WDim)
            throw new ArgumentException($"The centroids have {centroids.WDim} numbers, this model's w has {network.Config.WDim}.", nameof(options));
        var largest = Math.Min(count, batchSize);
        var psi = ArrayPool<float>.Shared.Rent(largest * network.NumWs);
        var labels = ArrayPool<float>.Shared.Rent(largest * network.Config.CDim);
        try
        {
            FillTruncation(options, psi.AsSpan(0, largest * network.NumWs));
            FillLabel(label, labels.AsSpan(0, largest * network.Config.CDim));
            for (int first = 0, batch; first < count; first += batch)
            {
                batch = NextBatch(count - first);
                MapBatch(
                    batch, z.Slice(first * zDim, batch * zDim), labels, psi, ws.Slice(first * wsLength, batch * wsLength), cancellation);
                if (options.Centroids is { } centres)
                    TruncateTowards(centres, options, ws.Slice(first * wsLength, batch * wsLength));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(psi);
            ArrayPool<float>.Shared.Return(labels);
        }
    }

    private void MapBatch(int batch, ReadOnlySpan<float> z, float[] label, float[] psi, Span<float> ws, CancellationToken cancellation)
    {
        var program = programs.Mapping(batch);
        var session = program.Sessions.Rent(cancellation);
        try
        {
            WriteLatents(session, program.Latents, batch, z, label, psi);
            session.Run(0, cancellation);
            session.Read(program.Ws, ws);
        }
        finally
        {
            program.Sessions.Return(session);
        }
    }

    private void WriteLatents(EngineSession session, LatentInputs inputs, int batch, ReadOnlySpan<float> z, float[] label, float[] psi)
    {
        session.Write(inputs.Z, z);
        session.Write(inputs.Psi, psi.AsSpan(0, batch * network.NumWs));
        if (inputs.Label is { } c)
            session.Write(c, label.AsSpan(0, batch * network.Config.CDim));
    }

    private void CheckClass(int? label)
    {
        var classes = network.Config.CDim;
        if (label is null && classes > 0)
            throw new ArgumentException($"This model has {classes} classes: a class from 0 to {classes - 1} is needed.", nameof(label));
        if (label is { } c && classes == 0)
            throw new ArgumentException($"Class {c} was given, but this model has no classes.", nameof(label));
        if (label is { } index && (index < 0 || index >= classes))
            throw new ArgumentException($"Class {index} doesn't exist, expected 0 to {classes - 1}.", nameof(label));
    }

    private void FillTruncation(MappingOptions options, Span<float> psi)
    {
        var (truncation, cutoff) = TruncationOf(options);
        if (!float.IsFinite(truncation))
            throw new ArgumentException($"Truncation is {truncation}, expected a finite number.", nameof(options));
        // What is truncated towards centroids is truncated here, after the mapping.
        if (options.Centroids is not null)
            truncation = 1;
        if (truncation != 1 && !network.Mapping.CanTruncate)
        {
            if (options.Truncation is not null)
                throw new ArgumentException("This model stores no average w (mapping.w_avg): it can't be truncated.", nameof(options));
            truncation = 1;
        }
        Truncation.Fill(psi, network.NumWs, truncation, cutoff);
    }

    private (float Psi, int? Cutoff) TruncationOf(MappingOptions options) =>
        (options.Truncation ?? network.DefaultTruncation.Psi, options.TruncationCutoff ?? network.DefaultTruncation.Cutoff);

    private void TruncateTowards(Centroids centroids, MappingOptions options, Span<float> ws)
    {
        var (psi, cutoff) = TruncationOf(options);
        if (psi == 1)
            return;
        var wDim = network.Config.WDim;
        for (; !ws.IsEmpty; ws = ws[WsLength..])
        {
            // All rows are the same w as yet.
            var centre = centroids.Nearest(ws[..wDim]);
            var rows = Math.Clamp(cutoff ?? network.NumWs, 0, network.NumWs);
            for (var i = 0; i < rows * wDim; i++)
                ws[i] = centre[i % wDim] + psi * (ws[i] - centre[i % wDim]);
        }
    }

    private int? ClassOf(MappingOptions options, long seed)
    {
        if (options.Class is null && network.DrawsClasses)
            return Latent.ClassFromSeed(seed, network.Config.CDim);
        CheckClass(options.Class);
        return options.Class;
    }

    private void FillLabel(int? label, Span<float> labels)
    {
        labels.Clear();
        if (label is not { } index)
            return;
        for (var row = 0; row + network.Config.CDim <= labels.Length; row += network.Config.CDim)
            labels[row + index] = 1;
    }
}
