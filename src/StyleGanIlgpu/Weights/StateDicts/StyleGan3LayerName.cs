using System.Globalization;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>What the name of a StyleGAN3's layer tells: "L0_36_512" is its number, and size and channels of its output.</summary>
internal sealed partial record StyleGan3LayerName(string Name, int Number, int Size, int Channels)
{
    /// <summary>All layers that have weights among the tensors, by number.</summary>
    public static IReadOnlyList<StyleGan3LayerName> All(IEnumerable<string> tensors)
    {
        var layers = new List<StyleGan3LayerName>();
        foreach (var tensor in tensors)
        {
            if (LayerWeight().Match(tensor) is { Success: true } match)
                layers.Add(new StyleGan3LayerName(match.Groups[1].Value, Whole(match.Groups[2]), Whole(match.Groups[3]), Whole(match.Groups[4])));
        }

        layers.Sort((a, b) => a.Number.CompareTo(b.Number));
        return layers;

        static int Whole(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // Up to five digits: anything longer is no size of a picture.
    [GeneratedRegex(@"^synthesis\.(L(\d{1,3})_(\d{1,5})_(\d{1,5}))\.weight$", RegexOptions.CultureInvariant)]
    private static partial Regex LayerWeight();
}
