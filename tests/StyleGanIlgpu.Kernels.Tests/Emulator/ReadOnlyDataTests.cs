using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary><c>ld.global.nc</c> goes through a cache that sees no stores of the launch.</summary>
public class ReadOnlyDataTests
{
    [Theory]
    [InlineData("st.global.f32 [%rd3], 0f3F800000;")]
    [InlineData("red.global.add.u32 [%rd3], 1;")]
    public void Changed_by_the_launch(string change)
    {
        var body = $"{change}\nld.global.CACHEf32 %f1, [%rd3];\nst.global.f32 [%rd4], %f1;\nret;";
        HandwrittenKernel.Results(body.Replace("CACHE", "", StringComparison.Ordinal));
        var fault = HandwrittenKernel.Fault(body.Replace("CACHE", "nc.", StringComparison.Ordinal));
        Assert.Equal((PtxFaultKind.NotReadOnly, "x"), (fault.Kind, fault.Allocation));
    }

    [Fact]
    public void Changed_by_an_earlier_launch()
    {
        using var device = new EmulatedDevice();
        var (x, y) = (device.Allocate(128), device.Allocate(128));
        HandwrittenKernel.Run(device, "st.global.f32 [%rd3], 0f3F800000;\nret;", x, y);
        HandwrittenKernel.Run(device, "ld.global.nc.f32 %f1, [%rd3];\nst.global.f32 [%rd4], %f1;\nret;", x, y);
        Assert.All(device.Download<float>(y, 32), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Elsewhere_it_is_unknown()
    {
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx("ld.shared.nc.f32 %f1, [%rd21];\nret;")));
    }
}
