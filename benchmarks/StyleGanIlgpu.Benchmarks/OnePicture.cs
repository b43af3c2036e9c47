using StyleGanIlgpu.Latents;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>z to float picture, batch 1, of a network of an official shape: the work that the PyTorch baseline times.</summary>
internal sealed class OnePicture : IDisposable
{
    private readonly ModelFile file;
    private readonly Generator generator;
    private readonly float[] z;
    private readonly float[] ws;
    private readonly float[] image;

    public OnePicture(string network, int threads)
    {
        file = new ModelFile(RandomNetwork.Official[network](0));
        generator = Generator.Load(file, new GeneratorOptions { Device = "cpu", Threads = threads });
        z = Latent.FromSeed(0, generator.Model.ZDim);
        ws = new float[generator.WsLength];
        image = new float[generator.ImageLength];
    }

    public string Engine => generator.Engine;

    public float[] Make()
    {
        generator.Map(z, ws);
        generator.Synthesize(ws, image);
        return image;
    }

    public void Dispose()
    {
        generator.Dispose();
        file.Dispose();
    }
}
