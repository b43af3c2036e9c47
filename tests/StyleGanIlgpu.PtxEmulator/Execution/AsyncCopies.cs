using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>The copies of a warp that are in flight, and how many groups each lane has ended.</summary>
internal sealed unsafe class AsyncCopies : IDisposable
{
    private readonly List<PendingCopy> _pending = [];
    private readonly Stack<PendingCopy> _free = [];
    private readonly int* _groups = (int*)NativeMemory.AlignedAlloc(32 * sizeof(int), 64);

    public void Start()
    {
        NativeMemory.Clear(_groups, 32 * sizeof(int));
        foreach (var copy in _pending)
            _free.Push(copy);
        _pending.Clear();
    }

    /// <summary>A new copy of some lanes, in the group that each has open.</summary>
    public PendingCopy Add(int site, uint lanes)
    {
        var copy = _free.Count > 0 ? _free.Pop() : new PendingCopy();
        (copy.Site, copy.Lanes) = (site, lanes);
        NativeMemory.Copy(_groups, copy.Groups, 32 * sizeof(int));
        _pending.Add(copy);
        return copy;
    }

    public void Commit(byte* frame)
    {
        for (var i = 0; i < 32; i += 8)
            (Vector256.Load(_groups + i) - Vector256.Load((int*)(frame + FrameLayout.Mask32) + i)).Store(_groups + i);
    }

    /// <summary>Has all groups of the active lanes arrive but their last ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Wait(Warp warp, int last)
    {
        var kept = 0;
        var active = warp.Active;
        for (var p = 0; p < _pending.Count; p++)
        {
            var copy = _pending[p];
            var ready = 0u;
            for (var i = 0; i < 32; i += 8)
            {
                var isReady = Vector256.LessThan(Vector256.Load(copy.Groups + i), Vector256.Load(_groups + i) - Vector256.Create(last));
                ready |= isReady.ExtractMostSignificantBits() << i;
            }
            ready &= copy.Lanes & active;
            if (ready != 0)
                AsyncCopy.Arrive(warp, copy, ready);
            copy.Lanes &= ~ready;
            if (copy.Lanes == 0)
                _free.Push(copy);
            else
                _pending[kept++] = copy;
        }
        _pending.RemoveRange(kept, _pending.Count - kept);
    }

    /// <summary>A thread that returns waits for its copies first: nobody says when they arrive otherwise.</summary>
    public void CheckNone(Warp warp, uint lanes)
    {
        foreach (var copy in _pending)
        {
            if ((copy.Lanes & lanes) == 0 || !warp.Worker.Launch.Options.CheckRaces)
                continue;
            var lane = BitOperations.TrailingZeroCount(copy.Lanes & lanes);
            throw warp.Worker.Fault(
                PtxFaultKind.CopyInFlight, warp, lane, warp.Worker.Program.Sites[copy.Site], "the thread has returned and not waited for its copy");
        }
    }

    public void Dispose()
    {
        foreach (var copy in _pending.Concat(_free))
            copy.Dispose();
        NativeMemory.AlignedFree(_groups);
    }
}
