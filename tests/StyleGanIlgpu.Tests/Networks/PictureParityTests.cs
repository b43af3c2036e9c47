using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>The judgement of the benchmark that compares whole pictures at full size, on small networks.</summary>
public class PictureParityTests
{
    [Fact]
    public void The_engine_makes_the_pictures_of_the_reference()
    {
        foreach (var checkpoint in (Checkpoint[])[RandomNetwork.StyleGan2(SmallShapes.Two), RandomNetwork.StyleGan3(SmallShapes.Three)])
        {
            var network = GeneratorNetwork.Bind(checkpoint);
            using var engine = new CpuEngine(2);
            var parity = PictureParity.Of(NetworkPicture.Make(network, engine), Expected(network));
            Assert.True(parity.IsWithinLimits, $"{parity}");
            // Not the judge's own numbers.
            Assert.NotEqual(0, parity.RelativeRmse);
            Assert.False(PictureParity.Of(NetworkPicture.Make(network, engine, seed: 1), Expected(network)).IsWithinLimits);
            checkpoint.Dispose();
        }
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1.9e-5, 1, true)]
    [InlineData(2.1e-5, 0, false)]
    [InlineData(0, 2, false)]
    [InlineData(double.NaN, 0, false)]
    public void Limits_are_those_of_pictures(double error, int offBy, bool isWithin)
    {
        var expected = new NetworkPicture([0.5, -1, 2], [7, 8, 9]);
        var actual = new NetworkPicture([.. expected.Values.Select(value => value * (1 + error))], [7, (byte)(8 - offBy), 9]);
        Assert.Equal(isWithin, PictureParity.Of(actual, expected).IsWithinLimits);
    }

    [Fact]
    public void A_reference_that_keeps_outputs_only_makes_the_same_picture()
    {
        using var checkpoint = RandomNetwork.StyleGan3(SmallShapes.Three);
        var network = GeneratorNetwork.Bind(checkpoint);
        using var whole = new ReferenceEngine();
        Assert.Equal(NetworkPicture.Make(network, whole).Values, Expected(network).Values);
    }

    private static NetworkPicture Expected(GeneratorNetwork network)
    {
        using var engine = new ReferenceEngine(keepsOutputsOnly: true);
        return NetworkPicture.Make(network, engine);
    }
}
