using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Latents;

/// <summary>
/// Seeds and rising ranges of seeds, in the order given, as the official scripts write them: "0,1,85-100". Ranges stay ranges, so that all
/// 2^32 seeds take no memory.
/// </summary>
public sealed class SeedList : IEnumerable<long>
{
    private readonly (long First, long Last)[] ranges;

    private SeedList((long First, long Last)[] ranges) => this.ranges = ranges;

    /// <summary>How many seeds there are; those given twice count twice.</summary>
    public long Count => ranges.Sum(range => range.Last - range.First + 1);

    /// <summary>Reads a list.</summary>
    /// <param name="text">Numbers from 0 to 4294967295 and ranges of them, first-last, separated by commas; spaces don't matter.</param>
    /// <returns>At least one seed.</returns>
    /// <exception cref="FormatException">The text isn't such a list; the message names the part that isn't.</exception>
    public static SeedList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var wrong) ?? throw new FormatException(
            $"'{wrong}' isn't a seed or a range of seeds: expected numbers and rising ranges from 0 to {NumPyRandom.MaxSeed}, such as 0,1,85-100.");
    }

    /// <summary>Reads a list, or says that the text isn't one.</summary>
    /// <param name="text">Numbers from 0 to 4294967295 and ranges of them, first-last, separated by commas; spaces don't matter.</param>
    /// <param name="seeds">At least one seed; null where the text isn't a list.</param>
    /// <returns>False where the text isn't a list.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SeedList? seeds)
    {
        seeds = text is null ? null : Read(text, out _);
        return seeds is not null;
    }

    /// <summary>The seeds, one after another.</summary>
    /// <returns>Numbers from 0 to 4294967295.</returns>
    public IEnumerator<long> GetEnumerator()
    {
        foreach (var (first, last) in ranges)
        {
            for (var seed = first; seed <= last; seed++)
                yield return seed;
        }
    }

    /// <summary>The list as <see cref="Parse"/> reads it.</summary>
    /// <returns>"0,1,85-100".</returns>
    public override string ToString() => string.Join(',', ranges.Select(range => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static SeedList? Read(string text, out string wrong)
    {
        var parts = text.Split(',');
        var ranges = new (long First, long Last)[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            wrong = parts[i].Trim();
            var dash = wrong.IndexOf('-', StringComparison.Ordinal);
            var (first, last) = dash < 0 ? (wrong, wrong) : (wrong[..dash], wrong[(dash + 1)..]);
            if (!TryReadSeed(first, out ranges[i].First) || !TryReadSeed(last, out ranges[i].Last) || ranges[i].First > ranges[i].Last)
                return null;
        }
        wrong = "";
        return new SeedList(ranges);
    }

    private static bool TryReadSeed(string text, out long seed) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out seed)
        && seed <= NumPyRandom.MaxSeed;
}
