using StyleGanIlgpu.CudaModel;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Tests.CudaModel;

/// <summary>The times of launches made by hand, of which it is known what binds them.</summary>
public class TimeModelTests
{
    private static readonly Gpu H100 = Gpu.All.Single(gpu => gpu.Name == "H100");

    private static readonly BlockCosts Idle = new(0, 0, 0, 0, default, 0, 0, 0);

    [Fact]
    public void A_copy_of_a_large_map_takes_as_long_as_memory_does()
    {
        const long Bytes = 1L << 30;
        var time = Predict(H100, blocks: 132 * 16, Idle with { Sectors = 2.0 * Bytes / 32 / (132 * 16) }, maps: [Bytes, Bytes]);
        Assert.Equal("memory", time.Limits.Largest.Name);
        Assert.InRange(time.Seconds * H100.Memory * 1e9 / (2 * Bytes), 1, 1.1);
        Assert.InRange(time.Roof / time.Seconds, 0.9, 1);
    }

    [Fact]
    public void Maps_that_the_cache_holds_are_read_from_it()
    {
        const long Bytes = 1L << 24;
        var costs = Idle with { Sectors = 2.0 * Bytes / 32 / 1056 };
        Assert.Equal("cache", Predict(H100, 1056, costs, maps: [Bytes, Bytes]).Limits.Largest.Name);
        // Weights aren't there: other layers' came between.
        Assert.Equal("memory", Predict(H100, 1056, costs, maps: [Bytes], weights: 2 * Bytes).Limits.Largest.Name);
    }

    [Fact]
    public void Products_take_what_their_units_take()
    {
        // 64 rounds of 132 blocks, each with a million multiply-adds in float16.
        var time = Predict(H100, 132 * 64, Idle with { Tensor = new TensorProducts(0, 1 << 20, 512) }, products: 132.0 * 64 * (1 << 20));
        Assert.Equal("tensor cores", time.Limits.Largest.Name);
        Assert.InRange(time.Limits.Tensor * H100.Clock, 64 * (1 << 20) / H100.Fp16 * 0.999, 64 * (1 << 20) / H100.Fp16 * 1.001);
        Assert.InRange(time.RooflineShare, 0.95, 1);

        // Three products for one, as float32's are split: the roof counts them.
        var split = Predict(H100, 132 * 64, Idle with { Tensor = new TensorProducts(3 << 20, 0, 1536) }, products: 132.0 * 64 * (1 << 20));
        Assert.InRange(split.RooflineShare, 0.95, 1);
    }

    [Fact]
    public void A_block_too_many_costs_a_round()
    {
        var costs = Idle with { Float = 1e5 };
        var (full, more) = (Predict(H100, 132, costs), Predict(H100, 133, costs));
        Assert.Equal("float32", full.Limits.Largest.Name);
        Assert.Equal(2 * full.Limits.Float, more.Limits.Float, 1e-12);
    }

    [Fact]
    public void Few_warps_wait()
    {
        var time = Predict(H100, 1, Idle with { Other = 100, Barriers = 10 });
        Assert.Equal("latency", time.Limits.Largest.Name);
        Assert.InRange(time.Seconds, 5e-6, 10e-6);
        Assert.InRange(time.Occupancy, 0.01, 0.2);
    }

    [Fact]
    public void What_does_not_fit_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Predict(Gpu.All.Single(gpu => gpu.Name == "T4"), 1, Idle with { Other = 1 }, shared: 80 << 10));

    [Fact]
    public void What_is_faster_than_it_can_be_is_refused()
    {
        // A hundred of the network's products for each that the blocks do.
        var fault = Assert.Throws<InvalidOperationException>(() => Predict(H100, 132 * 64, Idle with { Float = 1e5 }, products: 132.0 * 64 * 1e5 * 32 * 100));
        Assert.Contains("some_kernel", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_the_table_lacks_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Code().Of("no_such_kernel", 90));
        Assert.Contains("no_such_kernel", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ptxas.sh", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_are_those_of_the_nearest_older_architecture()
    {
        Assert.Equal((40, 1024), Code().Of("some_kernel", 90));
        Assert.Equal((32, 0), Code().Of("some_kernel", 86));
    }

    private static MachineCode Code() => new(["a heading", "| some_kernel | sm_75 | 32 | 0 | 0 | 1 |", "| some_kernel | sm_89 | 40 | 0 | 1024 | 1 |"]);

    private static LaunchTime Predict(
        Gpu gpu, int blocks, BlockCosts costs, IReadOnlyList<long>? maps = null, long weights = 0, double products = 0, int shared = 0) =>
        new TimeModel(gpu, Code()).Predict(new LaunchProfile
        {
            Index = 0,
            Layer = "layer",
            Launch = new KernelLaunch("some_kernel", new Extent(blocks, 1, 1), new Extent(256, 1, 1), shared),
            Costs = costs,
            Maps = maps ?? [],
            Weights = weights,
            Products = products,
        });
}
