using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>A network on an engine of its own, from latents to pictures in one run.</summary>
internal sealed class OneNetwork : IDisposable
{
    private readonly GeneratorNetwork network;
    private readonly Engine engine;
    private readonly GeneratorPrograms programs;

    public OneNetwork(Checkpoint checkpoint, string device, Precision precision)
    {
        network = GeneratorNetwork.Bind(checkpoint);
        engine = Devices.Create(new GeneratorOptions { Device = device, Precision = precision }, CudaStart.Here).Engine;
        programs = new GeneratorPrograms(network, engine, maxSessions: 1);
    }

    /// <summary>The engine, where it is a GPU's.</summary>
    public CudaEngine? Cuda => engine as CudaEngine;

    /// <summary>A batch of seeds from 0 on, its inputs written, ready to be run again and again.</summary>
    public Batch Prepare(int batch, NoiseMode noise = NoiseMode.Const, ByteRule? bytes = ByteRule.StyleGan)
    {
        var program = programs.Picture(new SynthesisForm(batch, network.TakesNoise ? noise : NoiseMode.None, bytes));
        var session = program.Sessions.Rent(CancellationToken.None);
        session.Write(program.Latents.Z, Enumerable.Range(0, batch).SelectMany(seed => Latent.FromSeed(seed, network.Config.ZDim)).ToArray());
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

    public void Dispose()
    {
        programs.Dispose();
        engine.Dispose();
    }

    /// <summary>A session with its inputs, and room for its pictures.</summary>
    internal sealed class Batch(PictureProgram program, EngineSession session, int length) : IDisposable
    {
        private readonly byte[] pixels = new byte[length];

        public EngineSession Session => session;

        /// <summary>Latents on the host to bytes on the host.</summary>
        public void Run()
        {
            session.Run(0, CancellationToken.None);
            session.Read(program.Image, pixels);
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
