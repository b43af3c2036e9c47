using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Filtered leaky ReLU on tensor cores beside that of the float32 units, by the emulator's counters.</summary>
public class TensorFilterCounterTests(ITestOutputHelper output)
{
    private const int OnTensorCores = 80;
    private const int OnFloatUnits = 75;

    /// <summary>Two products a row of taps and tile of eight outputs: 12 rows, or one of two raised rows, and four tiles.</summary>
    private const int PlaneProducts = 2 * 12 * 4;

    private const int SeparableProducts = 2 * 2 * 4;

    [Theory]
    [InlineData("T up 2", 84, 57 + 9 + SeparableProducts)]
    [InlineData("R up 2", 84, 57 + 9 + PlaneProducts)]
    [InlineData("T up 4", 52, 57 + SeparableProducts)]
    [InlineData("R up 4", 52, 57 + PlaneProducts)]
    public void Products_are_as_planned_and_memory_is_moved_in_whole_sectors(string form, int size, int products)
    {
        var opCase = FilteredLeakyReluCases.Of(form, new Size(1, 16, size, size));
        var instance = opCase.Build();
        var shape = instance.Plan[instance.Output].Shape;
        var launch = Assert.Single(MeasuredLaunch.InHalf(opCase, OnTensorCores));
        var report = launch.Report;
        var kernel = $"tensor_filtered_leaky_relu_up{form[^1]}{(form[0] == 'R' ? "_plane" : "")}_f16";
        Assert.Equal(kernel, launch.Kernel.Name);
        Assert.Equal(0, report.LocalRequests);
        Assert.Equal(0, report.BankConflicts);
        // The biases, once a group, left aside.
        foreach (var site in report.GlobalSites.Where(site => site.Sectors > 0.01 * (report.GlobalLoadSectors + report.GlobalStoreSectors)))
            Assert.True(site.Efficiency > 0.97, $"{site.Kernel}, line {site.Line}: {site.Text} uses {site.Efficiency:P0} of its sectors");

        // A warp's rows, those before a run's first included.
        var rows = TensorFilteredLeakyReluArguments.RunRowsFor(shape.Height, shape.Width, shape.Channels / 8);
        var warps = shape.Channels / 16 * Extent.Cover(shape.Width, TensorFilteredLeakyReluArguments.StripColumns);
        var stored = warps * shape.Height;
        var steps = stored + (warps * Extent.Cover(shape.Height, rows) * (form[^1] == '2' ? 5 : 6));
        Assert.Equal((steps * products) + (stored * 4), report[InstructionClass.TensorCore].Warps);

        var float32 = Assert.Single(MeasuredLaunch.InHalf(opCase, OnFloatUnits)).Report;
        output.WriteLine($"{form}: {Line(report, shape.Length)}; on float32 units {Line(float32, shape.Length)}");
        Assert.InRange(report.Instructions.Warps, 1, 0.45 * float32.Instructions.Warps);
    }

    private static string Line(LaunchReport report, int outputs) =>
        $"{32.0 * report.Instructions.Warps / outputs:F1} instructions, {32.0 * report[InstructionClass.TensorCore].Warps / outputs:F1} products, "
        + $"{32.0 * (report.GlobalLoadSectors + report.GlobalStoreSectors) / outputs:F2} bytes, {32.0 * report.SharedWavefronts / outputs:F1} rounds of shared memory";
}
