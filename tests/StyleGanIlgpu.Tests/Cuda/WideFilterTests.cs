using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Filters of more taps than a group has shared memory for at once, as networks of eight taps a phase have.</summary>
public class WideFilterTests
{
    private static readonly FilteredLeakyReluForm Separable = new(
        "32 taps up and down", _ => TestFilters.LowPass(32, 0.25), _ => TestFilters.LowPass(32, 0.25), 4, 4, new Padding(30, 29, 28, 31));

    private static readonly FilteredLeakyReluForm Plane = Separable with { Name = "64x64 down", DownFilter = b => TestFilters.Lopsided(b, 64, 64) };

    [Theory]
    [InlineData(Precision.Float32, 2e-6)]
    [InlineData(Precision.Fp16, 1e-3)]
    public void A_separable_one_is_run_along_one_axis_after_the_other(Precision precision, double tolerance)
    {
        var opCase = Separable.Case(new Size(2, 16, 5, 7));
        var instance = precision == Precision.Fp16 ? opCase.Build().InHalf() : opCase.Build();
        var compilation = new CudaCompilation(instance.Plan, precision) { Architecture = 80 };
        compilation.Run();
        Assert.Equal(3, compilation.Launches.Count(launch => launch.Launch.Kernel.StartsWith("up_fir_dn", StringComparison.Ordinal)));
        using var engine = EmulatedCuda.Engine(80, precision);
        Comparison.AssertWithin<float, double>(opCase.Name, tolerance, instance.RunOn(engine), instance.RunOnReference());
    }

    [Fact]
    public void Another_one_is_refused_with_its_size_and_the_way_out()
    {
        var compilation = new CudaCompilation(Plane.Case(new Size(1, 16, 30, 30)).Build().Plan) { Architecture = 80 };
        var refused = Assert.Throws<NotSupportedException>(compilation.Run);
        Assert.Equal(
            "A filter of 64 x 64 taps, up by 1 x 1 and down by 4 x 4, needs more shared memory than the 48 KB that every GPU has; the CPU engine can compute it.",
            refused.Message);
    }
}
