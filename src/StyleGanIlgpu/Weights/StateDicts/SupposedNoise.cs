using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Early versions of the rosinality program drew noise for every picture, and stored none.</summary>
internal static class SupposedNoise
{
    private const string Strength = ".noise_strength";

    /// <summary>Gives layers with a strength of noise but without stored noise zeros for it, so that the constant noise of a picture is none.</summary>
    public static void Add(Dictionary<string, Parameter> tensors, SortedDictionary<string, string> notes)
    {
        foreach (var strength in tensors.Keys.Where(name => name.EndsWith(Strength, StringComparison.Ordinal)).ToList())
        {
            var layer = strength[..^Strength.Length];
            if (tensors.ContainsKey($"{layer}.noise_const") || Size(layer) is not { } size)
                continue;
            tensors.Add($"{layer}.noise_const", new Parameter($"{layer}.noise_const", [size, size], new float[size * size]));
            notes["noise_const"] = "not in the file: zeros, so that constant noise is no noise";
        }
    }

    // "synthesis.b64.conv0": 64 pixels a side.
    private static int? Size(string layer) => layer.Split('.') is [_, ['b', .. var size], _] && int.TryParse(size, out var side) && side is >= 4 and <= 4096 ? side : null;
}
