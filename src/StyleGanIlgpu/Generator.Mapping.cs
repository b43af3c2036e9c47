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
    /// <param name="options">Truncation and class; none where null.</param>
    /// <param name="cancellation">Looked at between ops.</param>
    /// <exception cref="ArgumentException">
    /// A length doesn't fit, a conditional model got no class or an unconditional one got one, the class doesn't exist, or truncation was
    /// asked of a model that stores no average w.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; ws hold nothing of use.</exception>
    public void Map(ReadOnlySpan<float> z, Span<float> ws, MappingOptions? options = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        options ??= DefaultMapping;
        var (zDim, wsLength) = (network.Config.ZDim, WsLength);
        var count = CountSamples(z.Length, zDim, "z", nameof(z));
        CheckLength(ws.Length, count * wsLength, "ws", nameof(ws));
        CheckClass(options.Class);
        var largest = Math.Min(count, batchSize);
        var psi = ArrayPool<float>.Shared.Rent(largest * network.NumWs);
        var label = ArrayPool<float>.Shared.Rent(largest * network.Config.CDim);
        try
        {
            FillTruncation(options, psi.AsSpan(0, largest * network.NumWs));
            FillLabel(options.Class, label.AsSpan(0, largest * network.Config.CDim));
            for (int first = 0, batch; first < count; first += batch)
            {
                batch = NextBatch(count - first);
                MapBatch(
                    batch, z.Slice(first * zDim, batch * zDim), label, psi, ws.Slice(first * wsLength, batch * wsLength), cancellation);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(psi);
            ArrayPool<float>.Shared.Return(label);
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
        if (!float.IsFinite(options.Truncation))
            throw new ArgumentException($"Truncation is {options.Truncation}, expected a finite number.", nameof(options));
        if (options.Truncation != 1 && !network.Mapping.CanTruncate)
            throw new ArgumentException("This model stores no average w (mapping.w_avg): it can't be truncated.", nameof(options));
        Truncation.Fill(psi, network.NumWs, options.Truncation, options.TruncationCutoff);
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
