namespace StyleGanIlgpu.Plans;

/// <summary>Collects the tensors and ops of one <see cref="Plan"/>.</summary>
internal sealed class PlanBuilder(int batch, IReadOnlySet<string>? taps = null)
{
    private readonly List<PlanTensor> tensors = [];
    private readonly List<PlanOp> ops = [];
    private readonly List<TensorId> outputs = [];

    public int Batch { get; } = batch;

    /// <summary>Rows that the caller writes before a run.</summary>
    public TensorId Input(string name, int channels) => Declare(name, TensorKind.Rows, new TensorShape(Batch, channels), isInput: true);

    /// <summary>Feature maps that the caller writes before a run, as NCHW.</summary>
    public TensorId InputMaps(string name, int channels, int height, int width) =>
        Declare(name, TensorKind.Maps, new TensorShape(Batch, channels, height, width), isInput: true);

    /// <summary>Rows that an op writes.</summary>
    public TensorId Rows(string name, int channels) => Declare(name, TensorKind.Rows, new TensorShape(Batch, channels), isInput: false);

    /// <summary>Feature maps that an op writes.</summary>
    public TensorId Maps(string name, int channels, int height, int width, HalfUse half = HalfUse.Never) =>
        Declare(name, TensorKind.Maps, new TensorShape(Batch, channels, height, width), isInput: false, half);

    /// <summary>Interleaved bytes that an op writes.</summary>
    public TensorId Pixels(string name, int channels, int height, int width) =>
        Declare(name, TensorKind.Pixels, new TensorShape(Batch, channels, height, width), isInput: false);

    public TensorShape Shape(TensorId id) => tensors[id.Index].Shape;

    public void Add(PlanOp op) => ops.Add(op);

    /// <summary>Keeps a tensor readable after the run.</summary>
    public void Keep(TensorId id)
    {
        if (!outputs.Contains(id))
            outputs.Add(id);
    }

    public Plan Build() => new(Batch, tensors, ops, outputs);

    private TensorId Declare(string name, TensorKind kind, TensorShape shape, bool isInput, HalfUse half = HalfUse.Never)
    {
        var id = new TensorId(tensors.Count);
        tensors.Add(new PlanTensor(id, name, kind, shape, isInput, half));
        if (taps?.Contains(name) == true)
            Keep(id);
        return id;
    }
}
