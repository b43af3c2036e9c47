namespace StyleGanIlgpu.Tests.Numerics;

/// <summary>What a call takes of the managed heap.</summary>
internal static class Allocation
{
    private const int Calls = 20;

    /// <summary>
    /// Bytes that a call allocates on this thread whenever it is made, after a first one. The least of several, because the runtime allocates on
    /// its own behalf now and then: a collection trims the array pool, a method is compiled again.
    /// </summary>
    public static long OfEachCall(Action call)
    {
        call();
        var least = long.MaxValue;
        for (var i = 0; i < Calls; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
