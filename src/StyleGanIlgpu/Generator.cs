using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu;

/// <summary>
/// A StyleGAN generator, ready to make pictures: seed -> z -> ws -> picture. Safe to call from several threads; weights are shared, and
/// calls beyond <see cref="GeneratorOptions.MaxSessions"/> wait for one another. After the first picture of a kind (batch size, noise mode,
/// floats or bytes) nothing is allocated by the methods that take spans.
/// </summary>
/// <remarks>
/// Shapes: z is [N, z_dim], ws is [N, num_ws, w_dim], float pictures are [N, channels, height, width] nominally in [-1, 1], byte pictures are
/// interleaved [N, height, width, channels]; all of them row-major in one span. N follows from the length of the span.
/// <para>A generator that is to compute on a GPU compiles its kernels and takes its weights there while it is loaded, so that a GPU that can't
/// make a picture is found out then; on the CPU weights are prepared when they are first needed.</para>
/// <para>A cancelled call returns when the layer at work is done; on a GPU, which is given a picture as a whole, when the picture is done, or
/// of a batch up to two of eight parts.</para>
/// <para>On a GPU every method that computes may also throw <see cref="OutOfDeviceMemoryException"/>, after which the generator can be used as
/// before, and <see cref="DeviceLostException"/>, after which it can only be disposed; and
/// <see cref="NotSupportedException"/> where a layer of a batch is larger than the kernels reach, of which a smaller
/// <see cref="GeneratorOptions.BatchSize"/> is the way out. Of pictures of seeds in the default form that is found out while it is loaded.</para>
/// </remarks>
public sealed partial class Generator : IDisposable
{
    internal const int LargestBatch = 256;
    private const int MostThreads = 1024;

    private readonly ModelFile? ownedFile;
    private readonly GeneratorNetwork network;
    private readonly Engine engine;
    private readonly GeneratorPrograms programs;
    private readonly int batchSize;
    private readonly string? choiceReason;
    private bool disposed;

    private Generator(ModelFile file, bool ownsFile, GeneratorOptions? options, Func<CudaStart> cuda)
    {
        options ??= new GeneratorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, LargestBatch, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSessions, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxSessions, 64, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, MostThreads, nameof(options));
        if (!Enum.IsDefined(options.Precision))
            throw new ArgumentOutOfRangeException(nameof(options), options.Precision, "Precision isn't one of those that there are.");
        ownedFile = ownsFile ? file : null;
        network = file.Network;
        Model = file.Info;
        batchSize = options.BatchSize;
        GeneratorPrograms? proven = null;
        (engine, choiceReason) = Devices.Create(options, cuda, gpu =>
        {
            proven = new GeneratorPrograms(network, gpu, options.MaxSessions);
            proven.Prove(Form(batchSize, DefaultSynthesis, DefaultSynthesis.ByteRule));
        });
        programs = engine is CudaEngine ? proven! : new GeneratorPrograms(network, engine, options.MaxSessions);
    }

    /// <summary>What the model is.</summary>
    public ModelInfo Model { get; }

    /// <summary>The engine in use, for people: "CPU, Vector512, 8 threads", "CUDA, NVIDIA H100, compute capability 9.0, PTX sm_80".</summary>
    public string Engine => engine.Description;

    /// <summary>
    /// Why "auto" took this engine rather than a GPU, or why a GPU launches kernel by kernel where a picture should be one graph; null where
    /// there is nothing to explain.
    /// </summary>
    public string? EngineReason => choiceReason ?? (engine as CudaEngine)?.NoGraphs;

    /// <summary>
    /// Bytes of a GPU's memory that the generator holds now, weights and activations; 0 on a CPU. What it will hold is planned by
    /// <see cref="ModelFile.PlanCuda"/>.
    /// </summary>
    public long DeviceBytes => (engine as CudaEngine)?.Context.HeldBytes ?? 0;

    /// <summary>The most bytes of a GPU's memory that it has held at once; 0 on a CPU.</summary>
    public long PeakDeviceBytes => (engine as CudaEngine)?.Context.PeakBytes ?? 0;

    /// <summary>Floats of one sample's ws: num_ws * w_dim.</summary>
    public int WsLength => network.NumWs * network.Config.WDim;

    /// <summary>Values of one picture: channels * height * width, as floats or as bytes.</summary>
    public int ImageLength => network.Config.ImgChannels * network.ImageHeight * network.ImageWidth;

    /// <summary>Opens a checkpoint of any supported format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Device, threads and the like; defaults where null.</param>
    /// <exception cref="ModelFormatException">The file isn't a supported checkpoint, or is damaged.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="DeviceUnavailableException">The device named in the options can't be used here, or not for such a batch.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device named in the options hasn't the memory for a picture.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Generator Load(string path, GeneratorOptions? options = null) => Own(ModelFile.Open(path, options?.NetworkKey), options);

    /// <summary>Reads a checkpoint from a stream to its end.</summary>
    /// <param name="stream">A readable stream; it isn't closed.</param>
    /// <param name="options">Device, threads and the like; defaults where null.</param>
    /// <param name="name">Stands for the file's name in messages.</param>
    /// <exception cref="ModelFormatException">The data isn't a supported checkpoint, or is damaged.</exception>
    /// <exception cref="DeviceUnavailableException">The device named in the options can't be used here, or not for such a batch.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device named in the options hasn't the memory for a picture.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Generator Load(Stream stream, GeneratorOptions? options = null, string name = "stream") =>
        Own(ModelFile.Open(stream, name, options?.NetworkKey), options);

    /// <summary>Makes a generator from an opened file, which must outlive it.</summary>
    /// <param name="file">The file; it stays the caller's to dispose.</param>
    /// <param name="options">Device, threads and the like; defaults where null. The network key was chosen when the file was opened.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or misshapen.</exception>
    /// <exception cref="DeviceUnavailableException">The device named in the options can't be used here, or not for such a batch.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device named in the options hasn't the memory for a picture.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Generator Load(ModelFile file, GeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Load(file, options, CudaStart.Here);
    }

    /// <summary>The model that the library carries: faces64, stylised portraits of 64x64 pixels (CC0).</summary>
    /// <param name="options">Device, threads and the like; defaults where null.</param>
    /// <exception cref="DeviceUnavailableException">The device named in the options can't be used here, or not for such a batch.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device named in the options hasn't the memory for a picture.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Generator LoadDefault(GeneratorOptions? options = null) => Own(ModelFile.OpenDefault(), options);

    /// <summary>Releases weights and sessions. Calls in flight must have ended.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        programs.Dispose();
        engine.Dispose();
        ownedFile?.Dispose();
    }

    /// <summary>With a driver other than the machine's.</summary>
    internal static Generator Load(ModelFile file, GeneratorOptions? options, Func<CudaStart> cuda) => new(file, ownsFile: false, options, cuda);

    private static Generator Own(ModelFile file, GeneratorOptions? options)
    {
        try
        {
            return new Generator(file, ownsFile: true, options, CudaStart.Here);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Samples of the next batch when so many are left: a whole batch or one, so that a caller's changing counts don't each have a program,
    /// and memory, of their own.
    /// </summary>
    private int NextBatch(int left) => left >= batchSize ? batchSize : 1;

    /// <summary>Samples in a span of whole samples.</summary>
    private static int CountSamples(int length, int sampleLength, string what, string parameter)
    {
        var (count, rest) = Math.DivRem(length, sampleLength);
        return rest == 0
            ? count
            : throw new ArgumentException($"{what} has {length} values, expected a multiple of {sampleLength}.", parameter);
    }

    private static void CheckLength(int length, int expected, string what, string parameter)
    {
        if (length != expected)
            throw new ArgumentException($"{what} has room for {length} values, expected {expected}.", parameter);
    }
}
