namespace StyleGanIlgpu.PtxEmulator;

/// <summary>Shared memory that a block can have, static and dynamic (CUDA C++ Programming Guide, compute capabilities).</summary>
public static class SharedMemoryLimits
{
    private static readonly (int Architecture, int Kilobytes)[] _limits = [(75, 64), (80, 163), (86, 99), (87, 163), (89, 99), (90, 227), (100, 227), (120, 99)];

    /// <summary>The architectures in question, as numbers: 75 of sm_75.</summary>
    public static IReadOnlyList<int> Architectures { get; } = [.. _limits.Select(limit => limit.Architecture)];

    /// <summary>In bytes; of one that isn't listed, that of the newest before it.</summary>
    public static int Most(int architecture) => 1024 * _limits.LastOrDefault(limit => limit.Architecture <= architecture, _limits[0]).Kilobytes;
}
