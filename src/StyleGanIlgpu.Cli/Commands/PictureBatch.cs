using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Room for a batch of pictures from ws to what is written, to be filled again and again.</summary>
internal sealed class PictureBatch(Generator generator, GenerateRequest request, int capacity)
{
    private readonly List<string> names = [];
    private readonly float[] ws = new float[capacity * generator.WsLength];
    private readonly float[] values = request.Format == PictureFormat.Npy ? new float[capacity * generator.ImageLength] : [];
    private readonly byte[] pixels = request.Format == PictureFormat.Png ? new byte[capacity * generator.ImageLength] : [];

    public bool IsFull => names.Count == capacity;

    public bool IsEmpty => names.Count == 0;

    /// <summary>Takes the source's next ws, of the picture of this name.</summary>
    public void Add(string name, WsSource source, CancellationToken cancellation)
    {
        source.Write(ws.AsSpan(names.Count * generator.WsLength, generator.WsLength), cancellation);
        names.Add(name);
    }

    public void Compute(CancellationToken cancellation)
    {
        var taken = ws.AsSpan(0, names.Count * generator.WsLength);
        var length = names.Count * generator.ImageLength;
        if (request.Format == PictureFormat.Npy)
            generator.Synthesize(taken, values.AsSpan(0, length), request.Synthesis, cancellation);
        else
            generator.Synthesize(taken, pixels.AsSpan(0, length), request.Synthesis, cancellation);
    }

    public void Save(PictureFolder folder)
    {
        var length = generator.ImageLength;
        for (var i = 0; i < names.Count; i++)
        {
            if (request.Format == PictureFormat.Npy)
                folder.Save(names[i], values.AsSpan(i * length, length));
            else
                folder.Save(names[i], pixels.AsSpan(i * length, length));
        }
    }

    public void Clear() => names.Clear();
}
