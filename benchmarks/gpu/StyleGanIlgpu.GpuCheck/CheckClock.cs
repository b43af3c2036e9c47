using System.Diagnostics;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>How much of the time that was granted is left.</summary>
internal sealed class CheckClock(TimeSpan granted)
{
    private readonly long start = Stopwatch.GetTimestamp();

    public TimeSpan Gone => Stopwatch.GetElapsedTime(start);

    public TimeSpan Left => granted - Gone;

    public bool IsOver => Left <= TimeSpan.Zero;
}
