using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Api;

/// <summary>What a family does where nobody says otherwise, from seeds to the bytes of the official code.</summary>
public sealed class FamilyDefaultsTests
{
    private static readonly GeneratorOptions TwoThreads = new() { Device = "cpu", Threads = 2 };

    /// <summary>The golden pictures of seeds are truncated as the family is by default.</summary>
    [Theory]
    [InlineData("tf_sg1_32")]
    [InlineData("tf_sg1_128")]
    public void StyleGan1_truncates_eight_rows_by_0_7(string name)
    {
        using var generator = Generator.Load(GoldenFolder.PathOf($"{name}.pkl"), TwoThreads);
        Assert.Equal((0.7f, 8), (generator.Model.DefaultTruncation, generator.Model.DefaultTruncationCutoff));
        AssertBytes(generator, name, "seed_u8", mapping: null);
        AssertBytes(generator, name, "seed_u8", new MappingOptions { Truncation = 0.7f });
        AssertBytes(generator, name, "seed_u8", new MappingOptions { TruncationCutoff = 8 });
        using var plain = generator.Generate(0);
        using var whole = generator.Generate(0, new MappingOptions { TruncationCutoff = 0 });
        using var none = generator.Generate(0, truncation: 1);
        Assert.NotEqual(plain.Pixels.ToArray(), none.Pixels.ToArray());
        Assert.Equal(whole.Pixels.ToArray(), none.Pixels.ToArray());
    }

    [Theory]
    [InlineData("sgxl_stem16_c8")]
    [InlineData("sgxl_super32_c8")]
    public void StyleGanXl_draws_a_class_from_the_seed_and_has_a_byte_rule_of_its_own(string name)
    {
        using var generator = Generator.Load(GoldenFolder.PathOf($"{name}.pkl"), TwoThreads with { BatchSize = 2 });
        var mapping = new MappingOptions { Truncation = 0.7f };
        AssertBytes(generator, name, "seed_u8", mapping);
        AssertBytes(generator, name, "seed_u8_xl", mapping, new SynthesisOptions { ByteRule = ByteRule.Xl });
        Assert.True(generator.Model.DrawsClasses);
    }

    /// <summary>In batches, where each picture has a class of its own, and from ws.</summary>
    [Fact]
    public async Task Drawn_classes_are_those_that_are_asked_for()
    {
        using var generator = Generator.Load(GoldenFolder.PathOf("sgxl_stem16_c8.pkl"), TwoThreads with { BatchSize = 4 });
        await foreach (var (seed, image) in generator.GenerateAsync([0, 1, 85, 7, 9]))
        {
            using (image)
            {
                var drawn = StyleGanIlgpu.Latents.Latent.ClassFromSeed(seed, 8);
                using var asked = generator.Generate(seed, label: drawn);
                using var other = generator.Generate(seed, label: (drawn + 1) % 8);
                Assert.Equal(asked.Pixels.ToArray(), image.Pixels.ToArray());
                Assert.NotEqual(other.Pixels.ToArray(), image.Pixels.ToArray());
            }
        }
        var z = new float[generator.Model.ZDim];
        Assert.Throws<ArgumentException>(() => generator.Map(z, new float[generator.WsLength]));
    }

    [Fact]
    public void Other_families_truncate_nothing()
    {
        using var generator = Generator.Load(GoldenFolder.PathOf("sg2_orig32.pkl"), TwoThreads);
        Assert.Equal((1f, (int?)null, false), (generator.Model.DefaultTruncation, generator.Model.DefaultTruncationCutoff, generator.Model.DrawsClasses));
        using var plain = generator.Generate(3);
        using var one = generator.Generate(3, truncation: 1);
        Assert.Equal(one.Pixels.ToArray(), plain.Pixels.ToArray());
    }

    // The golden file allows one byte in a thousand to be off by one.
    private static void AssertBytes(Generator generator, string name, string array, MappingOptions? mapping, SynthesisOptions? options = null)
    {
        var golden = GoldenFolder.Npz($"{name}.npz");
        foreach (var (i, seed) in golden["seeds"].Integers.Index())
        {
            using var image = generator.Generate(seed, mapping, options);
            var expected = golden[array].Bytes.AsSpan(i * image.Pixels.Length, image.Pixels.Length).ToArray();
            var differences = expected.Zip(image.Pixels.ToArray(), (e, a) => Math.Abs(e - a)).Where(difference => difference != 0).ToArray();
            Assert.All(differences, difference => Assert.Equal(1, difference));
            Assert.InRange(differences.Length, 0, expected.Length / 1000);
        }
    }
}
