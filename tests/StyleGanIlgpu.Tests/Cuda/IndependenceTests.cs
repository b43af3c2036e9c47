using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// Generators on one device, and sessions of one generator, don't wait for each other: while one picture is in the middle of its work on the
/// device, and its caller waits, others are made from begin to end.
/// </summary>
public sealed class IndependenceTests
{
    /// <summary>Only where the test fails is it waited for so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_picture_is_made_while_another_one_is_under_way(bool sameGenerator, bool graphs)
    {
        var machine = new IdleMachine();
        var driver = new EmulatedCudaDriver(machine, 75);
        var start = CudaStart.Of(driver) with { NoGraphs = graphs ? null : "by wish" };
        using var file = ModelFile.OpenDefault();
        using (var first = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => start))
        using (var second = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => start))
        {
            var other = sameGenerator ? first : second;
            var (launches, whole, middle) = (0, 0, false);
            machine.Launched = () => launches++;
            first.Generate(0).Dispose();
            (whole, launches) = (launches, 0);
            List<string> calls = [];
            machine.Launched = () =>
            {
                if (++launches != whole / 2)
                    return;
                driver.Calls.Clear();
                middle = driver.WithoutMe(() =>
                {
                    var thread = new Thread(() => other.Generate(1).Dispose());
                    thread.Start();
                    return thread.Join(Patience);
                });
                calls.AddRange(driver.Calls);
            };
            first.Generate(0).Dispose();
            Assert.True(middle, "the other picture waits for this one");
            Assert.Equal(2 * whole, launches);
            // Nor is there a call that would wait for all streams: a copy on the default stream, memory given back.
            var waiting = calls.Where(call => call is nameof(CudaDriver.MemcpyHtoD) or nameof(CudaDriver.MemFree) or nameof(CudaDriver.ModuleUnload));
            Assert.Empty(waiting);
            Assert.Single(calls, nameof(CudaDriver.StreamSynchronize));
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    /// <summary>Sessions are made, captured, used and left by several threads at once.</summary>
    [Fact]
    public void Many_threads_of_two_generators_do_no_harm()
    {
        const int Threads = 4;
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        var start = CudaStart.Of(driver);
        using var file = ModelFile.OpenDefault();
        using (var first = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => start))
        using (var second = Generator.Load(file, new GeneratorOptions { Device = "cuda", MaxSessions = 3 }, () => start))
        {
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
            {
                var (ws, floats) = (new float[first.WsLength], new float[first.ImageLength]);
                foreach (var generator in index % 2 == 0 ? (Generator[])[first, second, first] : [second, first, second])
                {
                    generator.Generate(index).Dispose();
                    generator.MapSeed(index, ws);
                    generator.Synthesize(ws, floats);
                }
            }))];
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
            Assert.Equal(Threads * 3 * 3, driver.GraphLaunches);
            Assert.All([first, second], generator => Assert.Null(generator.EngineReason));
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }
}
