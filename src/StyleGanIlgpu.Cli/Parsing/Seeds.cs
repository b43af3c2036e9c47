using System.Collections;
using System.Globalization;

namespace StyleGanIlgpu.Cli.Parsing;

/// <summary>Seeds and ranges of seeds in the order given: "0,1,85-100". Ranges stay ranges: all 2^32 seeds take no memory.</summary>
internal sealed class Seeds : IEnumerable<long>
{
    private const long Last = uint.MaxValue;

    private readonly (long First, long Last)[] ranges;

    private Seeds((long First, long Last)[] ranges) => this.ranges = ranges;

    /// <summary>How many they are.</summary>
    public long Count => ranges.Sum(range => range.Last - range.First + 1);

    /// <summary>Null where the text isn't a list of seeds.</summary>
    public static Seeds? Read(string text)
    {
        var parts = text.Split(',');
        var ranges = new (long First, long Last)[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var dash = parts[i].IndexOf('-', StringComparison.Ordinal);
            var (first, last) = dash < 0 ? (parts[i], parts[i]) : (parts[i][..dash], parts[i][(dash + 1)..]);
            if (!TryReadSeed(first, out ranges[i].First) || !TryReadSeed(last, out ranges[i].Last) || ranges[i].First > ranges[i].Last)
                return null;
        }
        return new Seeds(ranges);
    }

    public IEnumerator<long> GetEnumerator()
    {
        foreach (var (first, last) in ranges)
        {
            for (var seed = first; seed <= last; seed++)
                yield return seed;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool TryReadSeed(string text, out long seed) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out seed) && seed <= Last;
}
