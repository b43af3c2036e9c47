using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>The token is looked at while the device works: what can't be called back is a few layers, not a picture.</summary>
public class CudaCancellationTests
{
    private const int Ahead = CudaSession.ChunkLaunches * CudaSession.ChunksAhead;

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(20)]
    public void A_cancelled_picture_ends_after_the_launches_that_were_queued(int at)
    {
        var machine = new IdleMachine();
        var driver = new EmulatedCudaDriver(machine, 75);
        using var file = ModelFile.OpenDefault();
        using (var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => CudaStart.Of(driver)))
        {
            var launches = 0;
            machine.Launched = () => launches++;
            generator.Generate(0).Dispose();
            var whole = launches;
            Assert.True(whole > at, $"{whole} launches");

            using var source = new CancellationTokenSource();
            launches = 0;
            machine.Launched = () =>
            {
                if (++launches == at)
                    source.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => generator.Generate(0, cancellation: source.Token));
            Assert.InRange(launches, at, Math.Min(whole, at + Ahead));

            using var unused = new CancellationTokenSource();
            launches = 0;
            generator.Generate(0, cancellation: unused.Token).Dispose();
            Assert.Equal(whole, launches);
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }
}
