using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Hands out the tasks of one phase after another without a lock. The phase's number and the tasks left stand in one 64-bit word, so that
/// a worker that was asleep through a phase can't take a ticket of the wrong one, and phases needn't wait for workers that have nothing to do.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct TaskTickets
{
    /// <summary>Phase number in the upper half, tasks left in the lower. On a cache line of its own, as is the other counter.</summary>
    [FieldOffset(64)]
    private long word;

    [FieldOffset(128)]
    private int finished;

    /// <summary>True while a task of the current phase has not been taken.</summary>
    public readonly bool Any => (uint)Volatile.Read(in word) != 0;

    /// <summary>Tasks that have been done in this phase.</summary>
    public readonly int Finished => Volatile.Read(in finished);

    /// <summary>Opens the next phase. Everything written before is seen by those who take a ticket.</summary>
    public void Open(int tasks)
    {
        finished = 0;
        Interlocked.Exchange(ref word, (((word >> 32) + 1) << 32) | (uint)tasks);
    }

    /// <summary>Takes a task; tells how many were left, this one included.</summary>
    public bool TryTake(out int left)
    {
        while (true)
        {
            var seen = Volatile.Read(ref word);
            left = (int)seen;
            if (left == 0)
                return false;
            if (Interlocked.CompareExchange(ref word, seen - 1, seen) == seen)
                return true;
        }
    }

    /// <summary>Says that a task is done; gives the number done so far.</summary>
    public int Finish() => Interlocked.Increment(ref finished);
}
