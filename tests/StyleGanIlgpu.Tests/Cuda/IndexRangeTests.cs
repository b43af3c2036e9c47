using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Plans that are only compiled: what the kernels' 31-bit indices don't reach is refused, by name and with the way out.</summary>
public class IndexRangeTests
{
    private const int Side = 1 << 14;

    [Theory]
    [InlineData(15, 4)]
    [InlineData(7, 8)]
    [InlineData(3, 16)]
    public void Maps_count_by_quads(int within, int channels)
    {
        Compile(within, b => b.InputMaps("maps", channels, Side / 2, Side));
        AssertRefused("'maps'", within + 1, b => b.InputMaps("maps", channels, Side / 2, Side));
    }

    [Fact]
    public void Rows_count_by_numbers()
    {
        Compile(15, b => b.Input("rows", 1 << 27));
        AssertRefused("'rows'", 16, b => b.Input("rows", 1 << 27));
    }

    [Fact]
    public void Pixels_count_by_bytes()
    {
        Compile(7, b => b.Pixels("pixels", 1, Side, Side));
        AssertRefused("'pixels'", 8, b => b.Pixels("pixels", 1, Side, Side));
    }

    [Fact]
    public void Planes_that_leave_the_device_count_by_floats()
    {
        Compile(15, b => b.Keep(b.InputMaps("maps", 4, Side / 2, Side / 4)));
        AssertRefused("an output", 16, b => b.Keep(b.InputMaps("maps", 4, Side / 2, Side / 4)));
    }

    [Fact]
    public void What_an_op_keeps_aside_counts_too()
    {
        // The raised maps lie between the two launches: four times the input, which is within.
        static void Emit(PlanBuilder b)
        {
            var output = b.Maps("output", 4, 4 * Side, 1);
            b.Add(new FilteredLeakyRelu(
                b.InputMaps("maps", 4, 4 * Side, 1), output, null, new Parameter("down", [1, 1], new float[] { 1 }), null, 4, 4, default, 1, 1, null));
        }
        Compile(255, Emit);
        AssertRefused(nameof(FilteredLeakyRelu), 1 << 12, Emit);
    }

    [Fact]
    public void The_largest_official_network_is_refused_at_64_samples_and_taken_at_32()
    {
        var network = GeneratorNetwork.Bind(RandomNetwork.Official["stylegan3-r-1024"](0));
        void Emit(PlanBuilder b) => network.Synthesize(
            b, b.Input("ws", network.NumWs * network.Config.WDim), b.Input("transform", 9), NoiseMode.None);
        Compile(32, Emit);
        AssertRefused("'", 64, Emit);
    }

    private static void AssertRefused(string subject, int batch, Action<PlanBuilder> emit)
    {
        var message = Assert.Throws<NotSupportedException>(() => Compile(batch, emit)).Message;
        Assert.Contains(subject, message, StringComparison.Ordinal);
        Assert.Contains($"reach {CudaIndexRange.MostElements}", message, StringComparison.Ordinal);
        Assert.Contains("lower BatchSize", message, StringComparison.Ordinal);
    }

    private static void Compile(int batch, Action<PlanBuilder> emit)
    {
        var builder = new PlanBuilder(batch);
        emit(builder);
        new CudaCompilation(builder.Build()).Run();
    }
}
