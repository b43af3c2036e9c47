using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>z to float picture, or a batch of them, of a random network: the work that the PyTorch baseline times.</summary>
internal sealed class OnePicture : IDisposable
{
    private readonly ModelFile file;
    private readonly Generator generator;
    private readonly float[] z;
    private readonly float[] ws;
    private readonly float[] images;

    public OnePicture(string network, int threads, int batch = 1)
    {
        file = new ModelFile(NamedNetwork.Find(network)!(0));
        generator = Generator.Load(file, new GeneratorOptions { Device = "cpu", Threads = threads, BatchSize = batch });
        z = [.. Enumerable.Range(0, batch).SelectMany(seed => Latent.FromSeed(seed, generator.Model.ZDim))];
        ws = new float[batch * generator.WsLength];
        images = new float[batch * generator.ImageLength];
    }

    public string Engine => generator.Engine;

    /// <summary>Multiplications and additions of one picture's convolutions as written.</summary>
    public double Operations => 2.0 * generator.Model.MultiplyAdds;

    public float[] Make()
    {
        generator.Map(z, ws);
        generator.Synthesize(ws, images);
        return images;
    }

    public void Dispose()
    {
        generator.Dispose();
        file.Dispose();
    }
}
