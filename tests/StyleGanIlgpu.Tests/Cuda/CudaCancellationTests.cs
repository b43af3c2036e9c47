using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A picture is one graph, which can't be called back; a batch is some, and the token is looked at while the device works on them.</summary>
public class CudaCancellationTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 20, true)]
    [InlineData(1, 20, false)]
    [InlineData(8, 1, true)]
    [InlineData(8, 9, true)]
    [InlineData(8, 14, true)]
    [InlineData(8, 14, false)]
    public void A_cancelled_run_ends_after_the_pieces_that_were_queued(int batch, int at, bool graphs)
    {
        var machine = new IdleMachine();
        var driver = new EmulatedCudaDriver(machine, 75);
        using var file = ModelFile.OpenDefault();
        using (var generator = Generator.Load(
            file, new GeneratorOptions { Device = "cuda", BatchSize = batch }, () => CudaStart.Of(driver) with { NoGraphs = graphs ? null : "by wish" }))
        {
            var (ws, pixels) = (new float[batch * generator.WsLength], new byte[batch * generator.ImageLength]);
            var launches = 0;
            machine.Launched = () => launches++;
            generator.Synthesize(ws, pixels);
            var whole = launches;
            Assert.True(whole > at, $"{whole} launches");

            using var source = new CancellationTokenSource();
            launches = 0;
            machine.Launched = () =>
            {
                if (++launches == at)
                    source.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => generator.Synthesize(ws, pixels, cancellation: source.Token));
            var piece = (whole + batch - 1) / batch;
            Assert.InRange(launches, batch == 1 ? whole : at, Math.Min(whole, at + (CudaSession.PiecesAhead * piece)));
            Assert.True(batch == 1 || launches < whole, $"{launches} launches");

            using var unused = new CancellationTokenSource();
            launches = 0;
            generator.Synthesize(ws, pixels, cancellation: unused.Token);
            Assert.Equal(whole, launches);
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }
}
