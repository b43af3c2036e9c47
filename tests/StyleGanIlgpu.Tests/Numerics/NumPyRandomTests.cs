using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Numerics;

public class NumPyRandomTests
{
    private static readonly NpzFile Npz = GoldenFolder.Npz("numerics/mt19937.npz");

    private static long[] Seeds(int count) => Npz["seeds"].Integers[..count];

    [Fact]
    public void Raw_words_are_those_of_NumPy()
    {
        AssertRows("raw_uint32", Npz["raw_seeds"].Integers, 0, (_, random, row) => Fill(row, () => random.NextUInt32()));
    }

    [Fact]
    public void Uniform_draws_are_those_of_NumPy()
    {
        AssertRows("random_sample", Npz["raw_seeds"].Integers, 0, (_, random, row) => Fill(row, random.Uniform));
    }

    [Fact]
    public void Normal_draws_are_those_of_NumPy_for_every_seed()
    {
        AssertRows("randn512", Npz["seeds"].Integers, 1, (_, random, row) => random.StandardNormal(row.AsSpan()));
        AssertRows("randn_2x64", Seeds(12), 1, (_, random, row) => random.StandardNormal(row.AsSpan()));
    }

    [Fact]
    public void The_second_of_a_pair_is_kept_for_the_next_call()
    {
        foreach (var name in new[] { "odd_values", "odd_standard_normal" })
        {
            AssertRows(name, Npz["odd_seeds"].Integers, 1, (seed, random, row) =>
            {
                var start = 0;
                foreach (var length in Npz["odd_lengths"].Integers)
                {
                    random.StandardNormal(row.AsSpan(start, (int)length));
                    start += (int)length;
                }
            });
        }
    }

    [Fact]
    public void Uniform_draws_leave_the_kept_normal_alone()
    {
        AssertRows("mixed_n_u_n_n_u_u_n", Npz["odd_seeds"].Integers, 1, (seed, random, row) =>
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = "nunnuun"[i] == 'n' ? random.StandardNormal() : random.Uniform();
        });
    }

    [Fact]
    public void Classes_are_those_of_NumPy()
    {
        var bounds = Npz["randint_c_dim"].Integers;
        AssertRows("randint_class", Npz["seeds"].Integers, 0, (seed, random, row) =>
        {
            for (var i = 0; i < row.Length; i++)
            {
                // Every bound was drawn from a fresh stream.
                random.Reseed(seed);
                row[i] = random.Integer(bounds[i]);
            }
        });
        AssertRows("randint_batch4", Seeds(12), 0, (seed, random, row) =>
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i % 4 == 0)
                    random.Reseed(seed);
                row[i] = random.Integer(bounds[i / 4]);
            }
        });
    }

    [Fact]
    public void Wide_ranges_take_wide_draws()
    {
        var bounds = Npz["randint_large_high"].Integers;
        AssertRows("randint_large", Seeds(12), 0, (seed, random, row) =>
        {
            for (var i = 0; i < row.Length; i++)
            {
                random.Reseed(seed);
                row[i] = random.Integer(bounds[i]);
            }
        });
    }

    [Fact]
    public void Permutations_are_those_of_NumPy()
    {
        AssertRows("permutation20", Seeds(12), 0, (seed, random, row) =>
        {
            var order = new int[row.Length];
            random.Permutation(order);
            for (var i = 0; i < row.Length; i++)
                row[i] = order[i];
        });
    }

    [Fact]
    public void Reseeding_forgets_the_kept_normal()
    {
        var random = new NumPyRandom(5);
        var first = random.StandardNormal();

        random.Reseed(5);

        Assert.Equal(first, random.StandardNormal());
    }

    [Fact]
    public void Seeds_that_NumPy_refuses_are_refused()
    {
        foreach (var seed in Npz["invalid_seeds"].Integers.Concat([long.MinValue, long.MaxValue]))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new NumPyRandom(seed));
            Assert.Throws<ArgumentOutOfRangeException>(() => new NumPyRandom(0).Reseed(seed));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new NumPyRandom(0).Integer(0));
        Assert.Equal(0, new NumPyRandom(0).Integer(1));
    }

    private static void Fill(double[] row, Func<double> next)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] = next();
    }

    /// <summary>Compares a stream of every seed with its row of the golden array, to so many units in the last place.</summary>
    private static void AssertRows(string name, long[] seeds, long ulps, Action<long, NumPyRandom, double[]> draw)
    {
        var expected = Npz[name].Doubles;
        var length = expected.Length / seeds.Length;
        Assert.Equal(expected.Length, length * seeds.Length);
        for (var s = 0; s < seeds.Length; s++)
        {
            var row = new double[length];
            draw(seeds[s], new NumPyRandom(seeds[s]), row);
            for (var i = 0; i < length; i++)
            {
                var wanted = expected[s * length + i];
                var distance = Math.Abs(BitConverter.DoubleToInt64Bits(row[i]) - BitConverter.DoubleToInt64Bits(wanted));
                Assert.True(distance <= ulps, $"{name}, seed {seeds[s]}, draw {i}: {row[i]:r}, NumPy gives {wanted:r}.");
            }
        }
    }
}
