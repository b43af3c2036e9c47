using System.Runtime.InteropServices;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// What an op's compiler asks for while it describes its launches: prepared weights, constants and temporaries, each as a handle. Addresses
/// are known later, to <see cref="CudaMemory"/>, when a session is made.
/// </summary>
internal sealed class CudaCompilation(Plan plan, Precision precision = Precision.Float32)
{
    private readonly List<CudaPreparation> preparations = [];
    private readonly List<byte[]> constants = [];
    private readonly List<CudaTemporary> temporaries = [];
    private readonly List<CudaLaunch> launches = [];
    private readonly List<CudaOutput> outputs = [];
    private readonly Dictionary<TensorId, CudaScaledStyles> scaledStyles = [];
    private int step;

    public Plan Plan => plan;

    public Precision Precision => precision;

    /// <summary>The device's compute capability as a number (89 for 8.9); where there is no device, of the newest PTX.</summary>
    public int Architecture { get; init; } = KernelPtx.Architectures[^1];

    /// <summary>Slices of a convolution's sum on tensor cores, for tests; by the shape where null.</summary>
    public int? ConvolutionSlices { get; init; }

    /// <summary>The variant of the convolution's kernel, for tests of large tiles on small shapes; by the shape where null.</summary>
    public string? ConvolutionKernel { get; init; }

    public IReadOnlyList<CudaPreparation> Preparations => preparations;

    public IReadOnlyList<byte[]> Constants => constants;

    public IReadOnlyList<CudaTemporary> Temporaries => temporaries;

    public IReadOnlyList<CudaLaunch> Launches => launches;

    /// <summary>The outputs of the plan, in its order.</summary>
    public IReadOnlyList<CudaOutput> Outputs => outputs;

    /// <exception cref="NotSupportedException">
    /// The engine lacks an op of the plan, or a form of it; or a tensor or a temporary is larger than <see cref="CudaIndexRange"/> allows.
    /// </exception>
    public void Run()
    {
        CudaIndexRange.Check(this);
        for (step = 0; step < plan.Ops.Count; step++)
            CudaOps.Compile(plan.Ops[step], this);
        foreach (var output in plan.Outputs)
            outputs.Add(new CudaOutput(plan[output], plan[output].Kind == TensorKind.Maps ? PlaneLaunches.Add(output, this) : null));
    }

    /// <summary>What maps are kept as.</summary>
    public MapStorage Storage(TensorId maps) => (precision, plan[maps].Half) switch
    {
        (Precision.Fp16, not HalfUse.Never) or (Precision.Official, HalfUse.Official) => MapStorage.Float16,
        _ => MapStorage.Float32,
    };

    /// <summary>The scaled styles of all layers that read these rows; made by the first that asks.</summary>
    public CudaScaledStyles ScaledStyles(TensorId styles)
    {
        if (!scaledStyles.TryGetValue(styles, out var scaled))
            scaledStyles.Add(styles, scaled = new CudaScaledStyles(styles, this));
        return scaled;
    }

    /// <summary>Quads of a pixel of maps.</summary>
    public int Quads(TensorId maps) => Storage(maps).Quads(plan[maps].Shape.Channels);

    /// <summary>A prepared form of a parameter, made once per engine and shared by its programs.</summary>
    /// <param name="parameter">The weights as stored. Of a form made from several, the first.</param>
    /// <param name="form">Names the form with all that it depends on: equal names of the same parameter mean equal contents.</param>
    /// <param name="length">Floats of the prepared form.</param>
    /// <param name="prepare">Fills the form, zeroed before.</param>
    public WeightHandle Prepare(Parameter parameter, string form, int length, PrepareDeviceWeights prepare)
    {
        preparations.Add(new CudaPreparation(parameter, form, length, prepare));
        return new WeightHandle(preparations.Count - 1);
    }

    /// <summary>Small data of this program alone: tap offsets, tables of slices.</summary>
    public ConstantHandle Constant<T>(ReadOnlySpan<T> data)
        where T : unmanaged
    {
        constants.Add(MemoryMarshal.AsBytes(data).ToArray());
        return new ConstantHandle(constants.Count - 1);
    }

    /// <summary>A buffer that lives from the first to the last launch that uses it. Holds whatever was there before.</summary>
    /// <param name="length">Elements, counted as the kernels index them.</param>
    public unsafe TemporaryHandle Temporary<T>(long length)
        where T : unmanaged
    {
        // Planes of outputs are made after the last op.
        CudaIndexRange.CheckTemporary(length, step < plan.Ops.Count ? plan.Ops[step].GetType().Name : "an output", plan);
        temporaries.Add(new CudaTemporary(length * sizeof(T)));
        return new TemporaryHandle(temporaries.Count - 1);
    }

    /// <summary>Adds a launch; its arguments are made once for every session.</summary>
    public void Launch<TArguments>(KernelLaunch launch, Func<CudaMemory, TArguments> bind)
        where TArguments : unmanaged =>
        launches.Add(new CudaLaunch(launch, memory => MemoryMarshal.AsBytes([bind(memory)]).ToArray(), step));
}

/// <summary>Fills a prepared form from the stored values.</summary>
internal delegate void PrepareDeviceWeights(ReadOnlySpan<float> stored, Span<float> prepared);

/// <summary>How to make a prepared form.</summary>
internal sealed record CudaPreparation(Parameter Parameter, string Form, int Length, PrepareDeviceWeights Prepare)
{
    public WeightForm Key => new(Parameter, Form);
}

internal readonly record struct CudaTemporary(long Bytes);

/// <summary>A launch whose arguments wait for addresses, and the op that it belongs to; behind the last op come the outputs.</summary>
internal sealed record CudaLaunch(KernelLaunch Launch, Func<CudaMemory, byte[]> Bind, int Step);

internal readonly record struct WeightHandle(int Index);

internal readonly record struct ConstantHandle(int Index);

internal readonly record struct TemporaryHandle(int Index);
