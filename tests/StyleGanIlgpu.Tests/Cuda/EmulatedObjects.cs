namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Something that the emulated driver has handed out and wants back once.</summary>
internal abstract class EmulatedObject
{
    /// <summary>The context that it was made in; 0 of contexts themselves and of what has none.</summary>
    public required nint Context { get; init; }

    public required string Kind { get; init; }
}

/// <summary>Work in its order: done when it is waited for, no sooner.</summary>
internal sealed class EmulatedStream : EmulatedObject
{
    public Queue<Action> Pending { get; } = new();

    /// <summary>Pieces of work that it has been given in all.</summary>
    public long Given { get; private set; }

    public void Add(Action work)
    {
        Pending.Enqueue(work);
        Given++;
    }
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
