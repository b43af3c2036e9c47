using CsCheck;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Tests.Latents;

public class SeedListTests
{
    [Theory]
    [InlineData("0", new long[] { 0 })]
    [InlineData("0,1,85-88", new long[] { 0, 1, 85, 86, 87, 88 })]
    [InlineData("5-5", new long[] { 5 })]
    [InlineData("7,3, 7", new long[] { 7, 3, 7 })]
    [InlineData("4294967294-4294967295", new long[] { 4294967294, 4294967295 })]
    public void Lists_and_ranges_are_read_in_their_order(string text, long[] expected)
    {
        Assert.True(SeedList.TryParse(text, out var seeds));
        Assert.Equal(expected, seeds!);
        Assert.Equal(expected.Length, seeds!.Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("1,,2", "")]
    [InlineData("1, x", "x")]
    [InlineData("5-4", "5-4")]
    [InlineData("-1", "-1")]
    [InlineData("1-2-3", "1-2-3")]
    [InlineData("4294967296", "4294967296")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    [InlineData("1.5", "1.5")]
    public void What_is_no_list_is_refused_by_the_part_that_is_wrong(string text, string part)
    {
        Assert.False(SeedList.TryParse(text, out var seeds));
        Assert.Null(seeds);
        var fault = Assert.Throws<FormatException>(() => SeedList.Parse(text));
        Assert.Equal(
            $"'{part}' isn't a seed or a range of seeds: expected numbers and rising ranges from 0 to 4294967295, such as 0,1,85-100.", fault.Message);
    }

    [Fact]
    public void A_list_is_written_as_it_is_read() => Assert.Equal("7,3,85-100", SeedList.Parse(" 7, 3-3,85 - 100 ").ToString());

    [Fact]
    public void All_seeds_take_no_list()
    {
        Assert.True(SeedList.TryParse("0-4294967295,0-4294967295", out var seeds));
        Assert.Equal(2L << 32, seeds!.Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(100_000, seeds.Skip(100_000).First());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void What_is_written_as_ranges_is_read_back() =>
        Gen.UInt.Select(Gen.Int[0, 20]).Array[1, 6].Sample(ranges =>
        {
            var pairs = ranges.Select(r => (First: (long)r.Item1, Last: Math.Min((long)r.Item1 + r.Item2, uint.MaxValue))).ToArray();
            Assert.True(SeedList.TryParse(string.Join(',', pairs.Select(p => p.First == p.Last ? $"{p.First}" : $"{p.First}-{p.Last}")), out var seeds));
            Assert.Equal(pairs.SelectMany(p => Enumerable.Range(0, (int)(p.Last - p.First + 1)).Select(i => p.First + i)), seeds!);
        });
}
