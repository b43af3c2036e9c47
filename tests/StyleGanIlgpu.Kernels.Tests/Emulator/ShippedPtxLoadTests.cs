using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

public class ShippedPtxLoadTests
{
    [Theory]
    [InlineData("sm_75")]
    [InlineData("sm_80")]
    public void Every_shipped_kernel_is_known_to_the_emulator(string target)
    {
        using var device = new EmulatedDevice();
        var files = Directory.GetFiles(Checkout.PathOf("kernels", "StyleGanIlgpu.Kernels", "Ptx", target), "*.ptx", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var kernel = Assert.Single(device.Load(File.ReadAllText(file)).Kernels);
            Assert.Equal(0, kernel.LocalBytes);
        }
    }
}
