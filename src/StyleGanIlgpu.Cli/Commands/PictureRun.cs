using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Makes pictures batch by batch. While one batch is computed, the one before is compressed and written.</summary>
internal static class PictureRun
{
    public static void Make(Generator generator, GenerateRequest request, WsSource source, PictureFolder folder, CancellationToken cancellation)
    {
        var ws = new float[(int)Math.Min(request.Engine.BatchSize, source.Count) * generator.WsLength];
        var names = new List<string>();
        var saving = Task.CompletedTask;
        try
        {
            foreach (var name in source.Names)
            {
                source.Write(ws.AsSpan(names.Count * generator.WsLength, generator.WsLength), cancellation);
                names.Add(name);
                if (names.Count * generator.WsLength < ws.Length)
                    continue;
                saving = Next(saving, Compute(generator, request, names, ws, folder, cancellation));
                names = [];
            }
            if (names.Count > 0)
                saving = Next(saving, Compute(generator, request, names, ws.AsSpan(0, names.Count * generator.WsLength), folder, cancellation));
            saving.GetAwaiter().GetResult();
        }
        finally
        {
            // Cancelled or failed: files that are being written are finished first. Their own failure is already on its way up, or comes second.
            Task.WaitAny([saving], CancellationToken.None);
        }
        folder.Finish();
    }

    /// <summary>Computes a batch and gives back what saves it.</summary>
    private static Action Compute(
        Generator generator, GenerateRequest request, List<string> names, ReadOnlySpan<float> ws, PictureFolder folder, CancellationToken cancellation)
    {
        var length = generator.ImageLength;
        if (request.Format == PictureFormat.Npy)
        {
            var values = new float[names.Count * length];
            generator.Synthesize(ws, values, request.Synthesis, cancellation);
            return () =>
            {
                for (var i = 0; i < names.Count; i++)
                    folder.Save(names[i], values.AsMemory(i * length, length));
            };
        }
        var pixels = new byte[names.Count * length];
        generator.Synthesize(ws, pixels, request.Synthesis, cancellation);
        return () =>
        {
            for (var i = 0; i < names.Count; i++)
                folder.Save(names[i], names.Count == 1 ? pixels : pixels.AsSpan(i * length, length).ToArray());
        };
    }

    private static Task Next(Task before, Action save)
    {
        before.GetAwaiter().GetResult();
        return Task.Run(save);
    }
}
