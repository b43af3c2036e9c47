using CsCheck;
using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Tests.Cli;

public class SeedsTests
{
    [Theory]
    [InlineData("0", new long[] { 0 })]
    [InlineData("0,1,85-88", new long[] { 0, 1, 85, 86, 87, 88 })]
    [InlineData("5-5", new long[] { 5 })]
    [InlineData("7,3, 7", new long[] { 7, 3, 7 })]
    [InlineData("4294967294-4294967295", new long[] { 4294967294, 4294967295 })]
    public void Lists_and_ranges_are_read_in_their_order(string text, long[] expected)
    {
        var seeds = Seeds.Read(text)!;
        Assert.Equal(expected, seeds);
        Assert.Equal(expected.Length, seeds.Count);
    }

    [Fact]
    public void All_seeds_take_no_list()
    {
        var seeds = Seeds.Read("0-4294967295,0-4294967295")!;
        Assert.Equal(2L << 32, seeds.Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(100_000, seeds.Skip(100_000).First());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void What_is_written_as_ranges_is_read_back() =>
        Gen.UInt.Select(Gen.Int[0, 20]).Array[1, 6].Sample(ranges =>
        {
            var pairs = ranges.Select(r => (First: (long)r.Item1, Last: Math.Min((long)r.Item1 + r.Item2, uint.MaxValue))).ToArray();
            var seeds = Seeds.Read(string.Join(',', pairs.Select(p => p.First == p.Last ? $"{p.First}" : $"{p.First}-{p.Last}")))!;
            Assert.Equal(pairs.SelectMany(p => Enumerable.Range(0, (int)(p.Last - p.First + 1)).Select(i => p.First + i)), seeds);
        });
}
