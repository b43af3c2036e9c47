namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Spreads the blocks of a launch over workers and adds up what they counted.</summary>
internal static class LaunchRunner
{
    public static LaunchReport Run(LaunchContext launch)
    {
        var count = launch.IsParallel ? (int)Math.Min(launch.Options.Threads, launch.Blocks) : 1;
        var workers = new Worker[count];
        try
        {
            for (var i = 0; i < count; i++)
                workers[i] = new Worker(launch);
            if (count == 1)
            {
                for (var block = 0L; block < launch.Blocks; block++)
                    BlockRunner.Run(workers[0], launch.BlockNumber(block));
            }
            else
            {
                RunParallel(workers, launch);
            }
            return LaunchReport.From(launch, workers);
        }
        finally
        {
            foreach (var worker in workers)
                worker?.Dispose();
        }
    }

    private static void RunParallel(Worker[] workers, LaunchContext launch)
    {
        var blocks = launch.Blocks;
        var next = -1L;
        var failures = new (long Block, Exception Error)[workers.Length];
        Parallel.For(0, workers.Length, new ParallelOptions { MaxDegreeOfParallelism = workers.Length }, i =>
        {
            for (var block = Interlocked.Increment(ref next); block < blocks; block = Interlocked.Increment(ref next))
            {
                try
                {
                    BlockRunner.Run(workers[i], launch.BlockNumber(block));
                }
                catch (Exception error)
                {
                    failures[i] = (block, error);
                    Interlocked.Exchange(ref next, blocks);
                }
            }
        });
        // The fault of the first block is the one that a run in order would have met first.
        var first = failures.Where(failure => failure.Error is not null).OrderBy(failure => failure.Block).FirstOrDefault();
        if (first.Error is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first.Error);
    }
}
