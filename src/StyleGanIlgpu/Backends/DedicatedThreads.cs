using System.Runtime.ExceptionServices;

namespace StyleGanIlgpu.Backends;

/// <summary>Runs work on threads of its own while something is loaded: the host's thread pool stays the host's.</summary>
internal static class DedicatedThreads
{
    /// <summary>Calls the work for every item, each once, on so many threads with the caller's. Of several failures the first to happen is thrown.</summary>
    public static void ForEach<T>(IReadOnlyList<T> items, int threads, Action<T> work)
    {
        var next = -1;
        ExceptionDispatchInfo? fault = null;
        void Work()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < items.Count && Volatile.Read(ref fault) is null; i = Interlocked.Increment(ref next))
                    work(items[i]);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(failure), null);
            }
        }
        var others = new Thread[Math.Clamp(Math.Min(threads, items.Count) - 1, 0, items.Count)];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true, Name = "StyleGanIlgpu load" };
            others[i].Start();
        }
        Work();
        foreach (var thread in others)
            thread.Join();
        fault?.Throw();
    }
}
