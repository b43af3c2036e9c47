namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Something that the emulated driver has handed out and wants back once.</summary>
internal abstract class EmulatedObject
{
    /// <summary>The context that it was made in; 0 of contexts themselves and of what has none.</summary>
    public required nint Context { get; init; }

    public required string Kind { get; init; }
}

/// <summary>A piece of a stream's work.</summary>
/// <param name="Do">Does it.</param>
/// <param name="Check">Whether what it uses is still there, of work that a graph does again.</param>
internal sealed record EmulatedWork(Action Do, Action Check);

/// <summary>Work in its order: done when it is waited for, no sooner.</summary>
internal sealed class EmulatedStream : EmulatedObject
{
    public bool IsNonBlocking { get; init; }

    /// <summary>Where work goes while the stream is captured.</summary>
    public EmulatedCapture? Capture { get; set; }

    public Queue<EmulatedWork> Pending { get; } = new();

    /// <summary>Pieces of work that it has been given in all.</summary>
    public long Given { get; private set; }

    public void Add(EmulatedWork work)
    {
        if (Capture is not null)
        {
            Capture.Work.Add(work);
            return;
        }
        Pending.Enqueue(work);
        Given++;
    }
}

/// <summary>What a stream was given since its capture began.</summary>
internal sealed class EmulatedCapture
{
    public List<EmulatedWork> Work { get; } = [];

    public bool IsValid { get; set; } = true;
}

internal sealed class EmulatedGraph : EmulatedObject
{
    public required IReadOnlyList<EmulatedWork> Work { get; init; }
}

internal sealed class EmulatedExecutable : EmulatedObject
{
    public required IReadOnlyList<EmulatedWork> Work { get; init; }
}

internal sealed class EmulatedEvent : EmulatedObject
{
    public EmulatedStream? Recorded { get; set; }

    /// <summary>The work of the stream up to it.</summary>
    public long Mark { get; set; }
}

internal sealed class EmulatedDeviceBlock : EmulatedObject
{
    public required long Bytes { get; init; }
}

internal sealed class EmulatedHostBlock : EmulatedObject
{
    public required long Bytes { get; init; }
}

internal sealed class EmulatedLink : EmulatedObject
{
    public string? Ptx { get; set; }

    public nint Image { get; set; }
}

internal sealed class EmulatedModule : EmulatedObject
{
    public required string Ptx { get; init; }

    public Dictionary<string, nint> Functions { get; } = [];
}

/// <summary>A function; it belongs to its module and isn't given back by itself.</summary>
internal sealed class EmulatedFunction
{
    public required nint Module { get; init; }

    public required string Name { get; init; }

    public required EmulatedEntry Entry { get; init; }

    public int DynamicSharedBytes { get; set; }
}
