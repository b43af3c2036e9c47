using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>
/// Networks of the official shapes: the golden ones are too small for most tiles, and are run one picture at a time. The judge of a batch's first
/// picture is the CPU engine in float32, which has none of these kernels; every picture of a batch is judged by itself made alone, whose bits it
/// must have: tiles change with the batch, the order of no sum does.
/// </summary>
/// <param name="options">Networks, batches, the device.</param>
/// <param name="results">Where what is found goes.</param>
/// <param name="cuda">Finds the driver; this machine's where null.</param>
internal sealed class ShapeParity(CheckOptions options, CheckResults results, Func<CudaStart>? cuda = null)
{
    private readonly Dictionary<string, float[]> judges = [];

    public void Run(string name, Precision precision) => Run(name, () => RandomNetwork.Official[name](0), precision);

    /// <param name="name">Of the network, for the report.</param>
    /// <param name="open">Makes it, the same each time.</param>
    /// <param name="precision">What the device computes in.</param>
    internal void Run(string name, Func<Checkpoint> open, Precision precision)
    {
        using var network = new OneNetwork(open(), options.Device, precision, cuda);
        var batches = options.Batches.Order().ToArray();
        if (network.Cuda is null && batches[^1] == 1)
            throw new NotCheckedException("the CPU engine is the judge, and only its batches can be compared: none was asked for");
        var judge = network.Cuda is null ? null : Judge(name, open);
        var alone = new List<float[]>();
        foreach (var batch in batches)
        {
            try
            {
                while (alone.Count < batch)
                    alone.Add(network.Floats(1, alone.Count));
                var singles = Join(alone, batch);
                results.Parity.AddRange(Compare(name, precision, batch, network.Floats(batch), singles, judge));
                results.Parity.Add(new ParityResult(
                    name, $"batch {batch}, bytes, share off by one", precision.Name(),
                    Difference.ShareOffByOne(network.Bytes(batch), network.ToBytes(singles)), ParityCheck.BytesOffByOne));
                results.AddCompared(precision, network.KernelsOfBatch(batch));
            }
            catch (OutOfDeviceMemoryException fault)
            {
                results.LeaveOut("shapes", $"{name} {precision.Name()}, batch {batch}", fault.Message);
            }
        }
    }

    /// <summary>What there is to say of a batch of pictures.</summary>
    /// <param name="name">Of the network.</param>
    /// <param name="precision">What they were computed in.</param>
    /// <param name="batch">How many they are.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="alone">The same, made one by one.</param>
    /// <param name="judge">The first by another engine; null where there is no other.</param>
    internal static IEnumerable<ParityResult> Compare(
        string name, Precision precision, int batch, float[] pictures, float[] alone, float[]? judge)
    {
        if (judge is not null)
        {
            var first = pictures.AsSpan(0, Math.Min(judge.Length, pictures.Length));
            yield return Of("the first against the CPU engine", Difference.RelativeRmse(first, judge), ParityCheck.PictureLimit(precision));
        }
        if (batch > 1)
            yield return Of("each against itself alone", Difference.RelativeRmse(pictures, alone), 0);

        ParityResult Of(string what, double error, double limit) => new(name, $"batch {batch}, {what}", precision.Name(), error, limit);
    }

    private static float[] Join(List<float[]> pictures, int count)
    {
        var joined = new float[count * pictures[0].Length];
        for (var i = 0; i < count; i++)
            pictures[i].CopyTo(joined, i * pictures[i].Length);
        return joined;
    }

    private float[] Judge(string name, Func<Checkpoint> open)
    {
        if (!judges.TryGetValue(name, out var picture))
        {
            using var network = new OneNetwork(open(), "cpu", Precision.Float32);
            judges.Add(name, picture = network.Floats(1));
        }
        return picture;
    }
}
