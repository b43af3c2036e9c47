using CsCheck;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What an architecture's tensor cores are given: never more shared memory than a group may have there.</summary>
public class TensorConvolutionBudgetTests
{
    private static readonly Gen<TensorConvolutionShape> Shapes =
        from batch in Gen.Int[1, 4]
        from rows in Gen.Int[1, 300]
        from columns in Gen.Int[1, 300]
        from margin in Gen.Int[0, 4]
        from blocks in Gen.Int[1, 16]
        from outputs in Gen.Int[1, 600]
        select new TensorConvolutionShape(batch, 1, rows, columns, margin, margin, (margin + 1) * (margin + 1), blocks, outputs);

    /// <summary>Layers of StyleGAN2 and StyleGAN3: extent, channels, taps.</summary>
    public static TheoryData<int, int, int> Layers => new()
    {
        { 4, 512, 9 },
        { 8, 512, 9 },
        { 16, 512, 9 },
        { 32, 512, 9 },
        { 64, 512, 9 },
        { 128, 256, 9 },
        { 256, 128, 9 },
        { 512, 64, 9 },
        { 1024, 32, 9 },
        { 36, 1024, 1 },
        { 276, 512, 9 },
        { 1044, 81, 9 },
    };

    [Fact]
    public void A_group_has_no_more_shared_memory_than_its_device_gives() =>
        Gen.Select(Gen.OneOfConst(SharedMemoryLimits.Architectures.ToArray()), Shapes).Sample(
            (architecture, shape) =>
            {
                var plan = TensorConvolutionPlan.Choose("kernel", TensorConvolutionBudget.Of(architecture), shape);
                Assert.True(plan is null || plan.Value.Launch.SharedBytes <= Limits.SharedBytes(architecture));
            },
            iter: 300);

    /// <summary>Blocks are of 64 channels of float16; maps are up-sampled by four phases, or not at all.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void Layers_of_the_networks_have_room_on_sm_75(int extent, int channels, int taps)
    {
        var margin = taps == 1 ? 0 : 2;
        foreach (var (phases, places) in ((int, int)[])[(1, extent), (4, extent / 2)])
        {
            var shape = new TensorConvolutionShape(1, phases, places + 1, places + 1, margin, margin, taps, (channels + 63) / 64, channels);
            Assert.NotNull(TensorConvolutionPlan.Choose("kernel", TensorConvolutionBudget.Of(75), shape));
        }
    }
}
