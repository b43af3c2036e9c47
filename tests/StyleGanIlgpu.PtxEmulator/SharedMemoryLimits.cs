namespace StyleGanIlgpu.PtxEmulator;

/// <summary>Shared memory that a block can have, by compute capability.</summary>
internal static class SharedMemoryLimits
{
    private static readonly (int Architecture, int Kilobytes)[] _limits = [(75, 64), (80, 163), (86, 99), (87, 163), (89, 99), (90, 227), (120, 99)];

    public static int Most(int architecture) => 1024 * _limits.LastOrDefault(limit => limit.Architecture <= architecture, _limits[0]).Kilobytes;
}
