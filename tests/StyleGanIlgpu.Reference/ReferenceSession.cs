using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>One run at a time of a plan; keeps every tensor, so that any can be read afterwards by name, or else the outputs.</summary>
internal sealed class ReferenceSession(Plan plan, bool normalizesStylesAcrossBatch, bool keepsOutputsOnly) : EngineSession
{
    private readonly Nchw?[] tensors = new Nchw?[plan.Tensors.Count];
    private readonly ArenaBlock[] lifetimes = TensorLifetimes.Of(plan, tensor => tensor.Shape.Length);

    public Plan Plan { get; } = plan;

    public bool NormalizesStylesAcrossBatch { get; } = normalizesStylesAcrossBatch;

    /// <summary>Key of the random noise in the run that is going on.</summary>
    public ulong NoiseSeed { get; private set; }

    /// <summary>A tensor that has been written.</summary>
    public Nchw this[TensorId id] =>
        tensors[id.Index] ?? throw new InvalidOperationException($"'{Plan[id].Name}' is read before anything is written to it.");

    /// <summary>A tensor that several ops may write in parts: as it is so far, or a new one.</summary>
    public Nchw Parts(TensorId id) => tensors[id.Index] ?? New(id);

    /// <summary>A tensor of the planned shape. What no op writes stays NaN, and shows wherever it is used.</summary>
    public Nchw New(TensorId id)
    {
        var shape = Plan[id].Shape;
        var tensor = new Nchw(shape.Batch, shape.Channels, shape.Height, shape.Width);
        Array.Fill(tensor.Values, double.NaN);
        return tensor;
    }

    /// <summary>Writes an input, rows as [N, C], maps as NCHW, with every digit.</summary>
    public void WriteDouble(TensorId input, ReadOnlySpan<double> values)
    {
        if (!Plan[input].IsInput)
            throw new ArgumentException($"'{Plan[input].Name}' is no input.");
        var tensor = New(input);
        if (values.Length != tensor.Values.Length)
            throw new ArgumentException($"'{Plan[input].Name}' takes {tensor.Values.Length} values, not {values.Length}.");
        values.CopyTo(tensor.Values);
        tensors[input.Index] = tensor;
    }

    public override void Write(TensorId input, ReadOnlySpan<float> values) => WriteDouble(input, Array.ConvertAll(values.ToArray(), value => (double)value));

    /// <summary>Any tensor after a run: rows as [N, C], maps as NCHW.</summary>
    public double[] ReadDouble(TensorId tensor) => this[tensor].Values;

    /// <summary>Any tensor after a run, by its name in the plan.</summary>
    public double[] ReadDouble(string name) => ReadDouble(Plan.Find(name));

    public override void Read(TensorId output, Span<float> values) =>
        Array.ConvertAll(ReadDouble(output), value => (float)value).CopyTo(values);

    public override void Read(TensorId output, Span<byte> pixels)
    {
        var planar = this[output];
        for (var n = 0; n < planar.Batch; n++)
        {
            for (var y = 0; y < planar.Height; y++)
            {
                for (var x = 0; x < planar.Width; x++)
                {
                    for (var c = 0; c < planar.Channels; c++)
                        pixels[(((((n * planar.Height) + y) * planar.Width) + x) * planar.Channels) + c] = (byte)planar[n, c, y, x];
                }
            }
        }
    }

    public override void Run(ulong noiseSeed, CancellationToken cancellation)
    {
        NoiseSeed = noiseSeed;
        foreach (var tensor in Plan.Tensors.Where(tensor => !tensor.IsInput))
            tensors[tensor.Id.Index] = null;
        foreach (var (step, op) in Plan.Ops.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            var result = Evaluate(op);
            var (planned, found) = (Plan[op.Writes].Shape, new TensorShape(result.Batch, result.Channels, result.Height, result.Width));
            if (planned != found)
                throw new InvalidOperationException($"{op.GetType().Name} gives {found}, but '{Plan[op.Writes].Name}' is planned as {planned}.");
            tensors[op.Writes.Index] = result;
            if (keepsOutputsOnly)
                LetGo(step);
        }
    }

    public override void Dispose()
    {
    }

    /// <summary>Forgets what nothing reads after a step.</summary>
    private void LetGo(int step)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            if (lifetimes[i].Last == step)
                tensors[i] = null;
        }
    }

    private Nchw Evaluate(PlanOp op) => op switch
    {
        ConstantInput constant => ReferenceConstantInput.Run(constant, this),
        Convolution convolution => ReferenceConvolution.Run(convolution, this),
        Demodulations demodulations => ReferenceDemodulations.Run(demodulations, this),
        FilteredLeakyRelu filtered => ReferenceFilteredLeakyRelu.Run(filtered, this),
        FourierFeatures features => ReferenceFourierFeatures.Run(features, this),
        FullyConnected connected => ReferenceFullyConnected.Run(connected, this),
        NormalizeSecondMoment normalize => ReferenceNormalizeSecondMoment.Run(normalize, this),
        StyleAffines affines => ReferenceStyleAffines.Run(affines, this),
        StyledInstanceNorm norm => ReferenceStyledInstanceNorm.Run(norm, this),
        ToRgb8 pixels => ReferenceToRgb8.Run(pixels, this),
        Truncate truncate => ReferenceTruncate.Run(truncate, this),
        UpFirDn upFirDn => ReferenceUpFirDn.Run(upFirDn, this),
        _ => throw new NotSupportedException($"The reference doesn't know {op.GetType().Name}."),
    };
}
