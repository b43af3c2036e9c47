using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Latents;

public class LatentTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(63)]
    public void A_seed_gives_the_official_latent(int zDim)
    {
        var npz = GoldenFolder.Npz("numerics/mt19937.npz");
        var draws = npz["randn512"].Doubles;
        var seeds = npz["seeds"].Integers;
        for (var s = 0; s < seeds.Length; s++)
        {
            var expected = Array.ConvertAll(draws[(s * 512)..(s * 512 + zDim)], value => (float)value);
            Comparison.AssertSameBits($"seed {seeds[s]}", Latent.FromSeed(seeds[s], zDim), expected);
        }
    }

    [Fact]
    public void Impossible_seeds_and_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Latent.FromSeed(-1, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Latent.FromSeed(4294967296, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Latent.FromSeed(0, -1));
        Assert.Empty(Latent.FromSeed(0, 0));
    }
}
