using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Safetensors;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu;

/// <summary>An opened checkpoint of any supported format: what is in it, ready to become a <see cref="Generator"/> or to be converted.</summary>
public sealed class ModelFile : IDisposable
{
    internal ModelFile(Checkpoint checkpoint)
    {
        Checkpoint = checkpoint;
        try
        {
            Network = GeneratorNetwork.Bind(checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
        Info = ModelDescription.Describe(checkpoint, Network);
    }

    /// <summary>What the model is.</summary>
    public ModelInfo Info { get; }

    internal Checkpoint Checkpoint { get; }

    internal GeneratorNetwork Network { get; }

    /// <summary>Opens a checkpoint; the format is told by the content, not by the name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="networkKey">Which network of a file that holds several; "G_ema" unless given.</param>
    /// <exception cref="ModelFormatException">The file isn't a supported checkpoint, is damaged, or lacks the network.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ModelFile Open(string path, string? networkKey = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ModelFile(CheckpointReader.Open(path, networkKey));
    }

    /// <summary>Reads a checkpoint from a stream to its end.</summary>
    /// <param name="stream">A readable stream; it isn't closed.</param>
    /// <param name="name">Stands for the file's name in messages.</param>
    /// <param name="networkKey">Which network of a file that holds several; "G_ema" unless given.</param>
    /// <exception cref="ModelFormatException">The data isn't a supported checkpoint, is damaged, or lacks the network.</exception>
    public static ModelFile Open(Stream stream, string name, string? networkKey = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ModelFile(CheckpointReader.Open(stream, name, networkKey));
    }

    /// <summary>The model that the library carries: faces64, stylised portraits of 64x64 pixels (CC0).</summary>
    public static ModelFile OpenDefault() => new(CheckpointReader.OpenDefault());

    /// <summary>Writes the network as safetensors, which loads by memory mapping; the file appears whole or not at all.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="metadata">Notes to add to those of the checkpoint (licence, origin).</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void SaveSafetensors(string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(Checkpoint, path, metadata);

    /// <summary>
    /// Writes the network as a pickled PyTorch state dict, for load_state_dict of the official generator: an OrderedDict of float32 tensors that
    /// pickle.load opens with PyTorch alone. This library reads it back as the same network; the file appears whole or not at all.
    /// </summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="metadata">Notes to add to those of the checkpoint (licence, origin).</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void SaveStateDict(string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        TorchStateDictWriter.Write(Checkpoint, path, metadata);

    /// <summary>What pictures of this model take of an NVIDIA GPU, whether or not there is one.</summary>
    /// <param name="batchSize">Pictures computed together, 1 to 256.</param>
    /// <param name="precision">What they are computed in.</param>
    /// <param name="computeCapability">The GPU's, as in <see cref="CudaDeviceInfo"/>: "7.5"; that of a new GPU where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is out of its range.</exception>
    /// <exception cref="ArgumentException">The compute capability isn't one.</exception>
    /// <exception cref="NotSupportedException">The GPU is too old, or a layer or a filter is too large for the kernels; the message says which.</exception>
    public CudaPlanInfo PlanCuda(int batchSize = 1, Precision precision = Precision.Float32, string? computeCapability = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, Generator.LargestBatch);
        return CudaPlanning.Describe(new GeneratorPlans(Network).Picture(batchSize).Plan, precision, computeCapability);
    }

    /// <summary>Releases the file. Generators made from it by <see cref="Generator.Load(ModelFile, GeneratorOptions?)"/> must be disposed before.</summary>
    public void Dispose() => Checkpoint.Dispose();
}
