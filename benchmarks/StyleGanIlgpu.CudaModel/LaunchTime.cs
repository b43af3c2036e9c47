namespace StyleGanIlgpu.CudaModel;

/// <summary>Seconds that each unit needs for a launch.</summary>
internal readonly record struct Limits
{
    /// <summary>Device memory.</summary>
    public required double Memory { get; init; }

    /// <summary>The second-level cache.</summary>
    public required double Cache { get; init; }

    /// <summary>Tensor cores.</summary>
    public required double Tensor { get; init; }

    /// <summary>float32 units.</summary>
    public required double Float { get; init; }

    /// <summary>The schedulers' turns, and the units for integers and special functions.</summary>
    public required double Issue { get; init; }

    /// <summary>Shared memory and the first-level cache.</summary>
    public required double Shared { get; init; }

    /// <summary>Waiting, where too few warps are there to fill the time.</summary>
    public required double Latency { get; init; }

    public IReadOnlyList<(string Name, double Seconds)> ByName =>
    [
        ("memory", Memory), ("cache", Cache), ("tensor cores", Tensor), ("float32", Float), ("issue", Issue), ("shared", Shared), ("latency", Latency),
    ];

    public (string Name, double Seconds) Largest => ByName.MaxBy(limit => limit.Seconds);
}

/// <summary>What the model says of a launch on one GPU.</summary>
/// <param name="Launch">The launch.</param>
/// <param name="Limits">Of each unit.</param>
/// <param name="Occupancy">Of the multiprocessor's threads, the share that is there.</param>
/// <param name="Roof">Seconds by the roofline.</param>
internal sealed record LaunchTime(LaunchProfile Launch, Limits Limits, double Occupancy, double Roof)
{
    /// <summary>Predicted, from the start of this launch to that of the next one in a graph.</summary>
    public double Seconds => Limits.Largest.Seconds + TimeModel.Between;

    /// <summary>Of the time, what the roofline would need.</summary>
    public double RooflineShare => Roof / Seconds;
}
