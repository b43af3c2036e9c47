using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Makes pictures batch by batch. While one batch is computed, the one before is compressed and written: two take turns.</summary>
internal static class PictureRun
{
    public static void Make(Generator generator, GenerateRequest request, WsSource source, PictureFolder folder, CancellationToken cancellation)
    {
        var capacity = (int)Math.Min(request.Engine.BatchSize, source.Count);
        PictureBatch? next = null, written = null;
        var saving = Task.CompletedTask;
        try
        {
            foreach (var name in source.Names)
            {
                next ??= new PictureBatch(generator, request, capacity);
                next.Add(name, source, cancellation);
                if (next.IsFull)
                    Turn(next);
            }
            if (next is { IsEmpty: false })
                Turn(next);
            saving.GetAwaiter().GetResult();
        }
        finally
        {
            // Cancelled or failed: files that are being written are finished first. Their own failure is already on its way up, or comes second.
            Task.WaitAny([saving], CancellationToken.None);
        }
        folder.Finish();

        void Turn(PictureBatch batch)
        {
            batch.Compute(cancellation);
            saving.GetAwaiter().GetResult();
            saving = Task.Run(() => batch.Save(folder), CancellationToken.None);
            (next, written) = (written, batch);
            next?.Clear();
        }
    }
}
