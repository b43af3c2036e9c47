using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of the conversion to bytes: exact.</summary>
internal static class ToRgb8Cases
{
    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (var rule in Enum.GetValues<ByteRule>())
            {
                foreach (var size in Sizes.All((int)rule).Select((size, i) => size with { Channels = (i % 4) switch { 0 => 1, 1 => 4, _ => 3 } })
                    .Concat([new Size(2, 2, 9, 15), new Size(1, 6, 7, 43)]))
                {
                    yield return new OpCase(nameof(ToRgb8), $"{rule} {size}", size.Batch, 0, b =>
                    {
                        // A third is beyond black or white.
                        var input = b.Maps(size.Channels, size.Height, size.Width);
                        var output = b.Plan.Pixels("output", size.Channels, size.Height, size.Width);
                        b.Plan.Add(new ToRgb8(input, output, rule));
                        return output;
                    });
                }
            }
        }
    }
}
