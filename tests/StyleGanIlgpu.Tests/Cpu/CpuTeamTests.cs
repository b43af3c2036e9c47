using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Tests.Numerics;

namespace StyleGanIlgpu.Tests.Cpu;

public class CpuTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public unsafe void Every_task_runs_once_and_phases_follow_each_other(int threads)
    {
        using var team = new CpuTeam(threads, NativeAllocator.Heap);
        var counts = new int[500];
        var phases = new CpuPhase[400];
        for (var p = 0; p < phases.Length; p++)
        {
            // A task counts up only if all of the phase before have: a phase that starts early stops the chain.
            var (step, tasks) = (p, counts.Length - (p % 7));
            phases[p] = new ActionPhase(p % 5 == 4 ? 1 : tasks, (task, _) =>
            {
                if (step % 5 == 4)
                {
                    for (var i = 0; i < counts.Length - 6; i++)
                        counts[i] += counts[i] == step ? 1 : 1000;
                }
                else if (task < counts.Length - 6)
                {
                    counts[task] += counts[task] == step ? 1 : 1000;
                }
            });
        }

        team.Run(phases, null, 0, CancellationToken.None);

        Assert.All(counts[..^6], count => Assert.Equal(phases.Length, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public unsafe void An_exception_of_a_task_reaches_the_caller_and_the_team_goes_on(int threads)
    {
        using var team = new CpuTeam(threads, NativeAllocator.Heap);
        var later = 0;
        CpuPhase[] bad =
        [
            new ActionPhase(50, (task, _) => { if (task == 17) throw new InvalidDataException("task 17"); }),
            new ActionPhase(50, (_, _) => Interlocked.Increment(ref later)),
        ];
        CpuPhase[] good = [new ActionPhase(50, (_, _) => Interlocked.Increment(ref later))];

        for (var round = 0; round < 20; round++)
        {
            var thrown = Assert.Throws<InvalidDataException>(() => team.Run(bad, null, 0, CancellationToken.None));
            Assert.Equal("task 17", thrown.Message);
        }
        Assert.Equal(0, later);
        team.Run(good, null, 0, CancellationToken.None);

        Assert.Equal(50, later);
    }

    [Fact]
    public unsafe void Callers_on_several_threads_take_turns()
    {
        using var team = new CpuTeam(3, NativeAllocator.Heap);
        var inside = 0;
        var total = 0;
        var strangers = 0;
        CpuPhase Phase(ulong seed) => new ActionPhase(8, (_, noiseSeed) =>
        {
            if (noiseSeed != seed)
                Interlocked.Increment(ref strangers);
            Interlocked.Increment(ref total);
        });
        var callers = Enumerable.Range(1, 4).Select(caller => new Thread(() =>
        {
            var phase = Phase((ulong)caller);
            for (var i = 0; i < 200; i++)
            {
                team.Run(
                    [
                        new ActionPhase(1, (_, _) => { if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref strangers); }),
                        phase,
                        new ActionPhase(1, (_, _) => Interlocked.Decrement(ref inside)),
                    ],
                    null, (ulong)caller, CancellationToken.None);
            }
        })).ToArray();
        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();

        Assert.Equal(0, strangers);
        Assert.Equal(4 * 200 * 8, total);
    }

    [Fact]
    public unsafe void Cancellation_between_phases_leaves_the_team_usable()
    {
        using var team = new CpuTeam(2, NativeAllocator.Heap);
        using var cancellation = new CancellationTokenSource();
        var later = 0;
        CpuPhase[] phases =
        [
            new ActionPhase(4, (_, _) => cancellation.Cancel()),
            new ActionPhase(4, (_, _) => Interlocked.Increment(ref later)),
        ];

        Assert.Throws<OperationCanceledException>(() => team.Run(phases, null, 0, cancellation.Token));
        Assert.Equal(0, later);
        team.Run(phases, null, 0, CancellationToken.None);

        Assert.Equal(4, later);
    }

    [Fact]
    public unsafe void Workers_never_come_from_the_thread_pool_and_each_has_its_own_scratch()
    {
        using var team = new CpuTeam(3, NativeAllocator.Heap);
        team.ReserveScratch(1000);
        var pooled = 0;
        var wrong = 0;
        var phase = new ScratchPhase(300, scratch =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
                Interlocked.Increment(ref pooled);
            var values = new Span<int>(scratch, 250);
            values.Fill(Environment.CurrentManagedThreadId);
            Thread.Yield();
            if (values.IndexOfAnyExcept(Environment.CurrentManagedThreadId) >= 0 || (nint)scratch % NativeAllocator.Alignment != 0)
                Interlocked.Increment(ref wrong);
        });
        var caller = new Thread(() => team.Run([phase], null, 0, CancellationToken.None));

        caller.Start();
        caller.Join();

        Assert.Equal((0, 0), (pooled, wrong));
    }

    [Fact]
    public unsafe void A_disposed_team_refuses_work()
    {
        var team = new CpuTeam(4, NativeAllocator.Heap);
        team.Run([new ActionPhase(9, (_, _) => { })], null, 0, CancellationToken.None);

        team.Dispose();
        team.Dispose();

        Assert.Throws<ObjectDisposedException>(() => team.Run([new ActionPhase(1, (_, _) => { })], null, 0, CancellationToken.None));
        Assert.Throws<ObjectDisposedException>(() => team.ReserveScratch(1));
    }

    [Fact]
    public unsafe void A_run_allocates_nothing()
    {
        using var team = new CpuTeam(1, NativeAllocator.Heap);
        using var cancellation = new CancellationTokenSource();
        CpuPhase[] phases = [new ActionPhase(3, (_, _) => { }), new ActionPhase(1, (_, _) => { })];
        var token = cancellation.Token;

        Assert.Equal(0, Allocation.OfEachCall(() => team.Run(phases, null, 0, token)));
    }

    private sealed class ActionPhase(int tasks, Action<int, ulong> run) : CpuPhase
    {
        public override int TaskCount => tasks;

        public override void Run(int task, in CpuFrame frame) => run(task, frame.NoiseSeed);
    }

    private unsafe delegate void UseScratch(byte* scratch);

    private sealed class ScratchPhase(int tasks, UseScratch run) : CpuPhase
    {
        public override int TaskCount => tasks;

        public override unsafe void Run(int task, in CpuFrame frame) => run(frame.Scratch);
    }
}
