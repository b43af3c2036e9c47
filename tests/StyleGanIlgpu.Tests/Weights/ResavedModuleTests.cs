using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Official networks as whole modules in files of torch.save, as programs that tune them leave behind.</summary>
public sealed class ResavedModuleTests
{
    public static TheoryData<string> Networks => [.. GoldenCheckpointTests.StyleGan2Names, .. GoldenCheckpointTests.StyleGan3Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_snapshot_saved_again_holds_the_same_network(string name)
    {
        using var original = GoldenCheckpointTests.Open(name);
        var resaved = new Resaved(name);
        foreach (var file in new[] { resaved.Archive(), resaved.Archive("big"), resaved.Stream() })
        {
            using var read = StateDictTests.Open(file);
            SafetensorsRoundTripTests.AssertSameTensors(original, read);
            Assert.Equal(NetworkConfigJson.Write(original.Config), NetworkConfigJson.Write(read.Config));
            Assert.Equal(original.Metadata, read.Metadata);
        }
    }

    [Fact]
    public void A_bare_module_is_the_network_and_gives_the_same_picture()
    {
        using var original = GoldenCheckpointTests.Open("sg2_orig32");
        var resaved = new Resaved("sg2_orig32", "G_ema");
        using var archive = StateDictTests.Open(resaved.Archive());
        using var stream = StateDictTests.Open(resaved.Stream());
        Assert.Equal("PyTorch archive", archive.Format);
        Assert.Equal("PyTorch stream (before version 1.6)", stream.Format);
        var picture = StateDictTests.Picture(original);
        Assert.Equal(picture, StateDictTests.Picture(archive));
        Assert.Equal(picture, StateDictTests.Picture(stream));
    }

    [Fact]
    public void A_discriminator_is_named_for_what_it_is()
    {
        StateDictTests.AssertRefused("is of the class 'Discriminator', expected a generator", new Resaved("sg2_skip64", "D").Archive());
    }
}
