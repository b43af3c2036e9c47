using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Pictures;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>A network on an engine of its own, from latents to pictures in one run.</summary>
internal sealed class OneNetwork : IDisposable
{
    private readonly GeneratorNetwork network;
    private readonly Engine engine;
    private readonly GeneratorPrograms programs;

    /// <param name="checkpoint">The network.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In what.</param>
    /// <param name="cuda">Finds the driver; this machine's where null.</param>
    public OneNetwork(Checkpoint checkpoint, string device, Precision precision, Func<CudaStart>? cuda = null)
    {
        network = GeneratorNetwork.Bind(checkpoint);
        engine = Devices.Create(new GeneratorOptions { Device = device, Precision = precision }, cuda ?? CudaStart.Here).Engine;
        programs = new GeneratorPrograms(network, engine, maxSessions: 1);
    }

    /// <summary>The engine, where it is a GPU's.</summary>
    public CudaEngine? Cuda => engine as CudaEngine;

    /// <summary>A batch of seeds, from one on, its inputs written, ready to be run again and again.</summary>
    public Batch Prepare(int batch, NoiseMode noise = NoiseMode.Const, ByteRule? bytes = ByteRule.StyleGan, int seed = 0)
    {
        var program = programs.Picture(Form(batch, noise, bytes));
        var session = program.Sessions.Rent(CancellationToken.None);
        session.Write(program.Latents.Z, Enumerable.Range(seed, batch).SelectMany(one => Latent.FromSeed(one, network.Config.ZDim)).ToArray());
        session.Write(program.Latents.Psi, [.. Enumerable.Repeat(1f, batch * network.NumWs)]);
        if (program.Latents.Label is { } label)
            session.Write(label, [.. Enumerable.Range(0, batch * network.Config.CDim).Select(i => i % network.Config.CDim == 0 ? 1f : 0f)]);
        if (program.Transform is { } transform)
        {
            var matrix = new float[9];
            network.WriteStoredTransform(matrix);
            session.Write(transform, [.. Enumerable.Repeat(matrix, batch).SelectMany(row => row)]);
        }
        return new Batch(program, session, batch * network.Config.ImgChannels * network.ImageHeight * network.ImageWidth);
    }

    /// <summary>A batch of seeds, from one on, as floats.</summary>
    public float[] Floats(int batch, int seed = 0)
    {
        using var pictures = Prepare(batch, bytes: null, seed: seed);
        return pictures.RunToFloats();
    }

    /// <summary>A batch of seeds from 0 on as the device makes bytes of it.</summary>
    public byte[] Bytes(int batch)
    {
        using var pictures = Prepare(batch);
        return pictures.Run();
    }

    /// <summary>What bytes pictures should become.</summary>
    public float[] ToBytes(ReadOnlySpan<float> pictures)
    {
        var (channels, pixels) = (network.Config.ImgChannels, network.ImageHeight * network.ImageWidth);
        var bytes = new float[pictures.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (picture, place) = Math.DivRem(i, channels * pixels);
            var (channel, pixel) = Math.DivRem(place, pixels);
            bytes[(((picture * pixels) + pixel) * channels) + channel] = ByteConversion.ToByte(pictures[i], ByteRule.StyleGan);
        }
        return bytes;
    }

    /// <summary>Kernels from latents to floats and to bytes; none on a CPU.</summary>
    public IEnumerable<string> KernelsOfBatch(int batch) =>
        Kernels(programs.Picture(Form(batch, NoiseMode.Const, null)).Sessions).Concat(Kernels(programs.Picture(Form(batch, NoiseMode.Const, ByteRule.StyleGan)).Sessions));

    /// <summary>Kernels of the mapping and of the synthesis of one picture each, to floats and, where that counts, to bytes; none on a CPU.</summary>
    public IEnumerable<string> KernelsOfSingles(bool bytes)
    {
        var floats = Kernels(programs.Mapping(1).Sessions).Concat(Kernels(programs.Synthesis(Form(1, NoiseMode.Const, null)).Sessions));
        return bytes ? floats.Concat(Kernels(programs.Synthesis(Form(1, NoiseMode.Const, ByteRule.StyleGan)).Sessions)) : floats;
    }

    public void Dispose()
    {
        programs.Dispose();
        engine.Dispose();
    }

    private static IEnumerable<string> Kernels(SessionPool sessions) =>
        sessions.Program is CudaProgram program ? program.Launches.Select(launch => launch.Launch.Kernel) : [];

    private SynthesisForm Form(int batch, NoiseMode noise, ByteRule? bytes) => new(batch, network.TakesNoise ? noise : NoiseMode.None, bytes);

    /// <summary>A session with its inputs, and room for its pictures.</summary>
    internal sealed class Batch(PictureProgram program, EngineSession session, int length) : IDisposable
    {
        private readonly byte[] pixels = new byte[length];

        public EngineSession Session => session;

        /// <summary>Latents on the host to bytes on the host.</summary>
        public byte[] Run()
        {
            session.Run(0, CancellationToken.None);
            session.Read(program.Image, pixels);
            return pixels;
        }

        /// <summary>The pictures where floats were asked for.</summary>
        public float[] RunToFloats()
        {
            var pictures = new float[length];
            session.Run(0, CancellationToken.None);
            session.Read(program.Image, pictures);
            return pictures;
        }

        public void Dispose() => program.Sessions.Return(session);
    }
}
