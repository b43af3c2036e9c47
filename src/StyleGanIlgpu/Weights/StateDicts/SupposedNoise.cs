using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Early versions of the rosinality program drew noise for every picture, and stored none.</summary>
internal static class SupposedNoise
{
    private const string Strength = ".noise_strength";

    /// <summary>Above this, a small file would take much memory for zeros.</summary>
    private const int Largest = 2048;

    /// <summary>Gives layers with a strength of noise but without stored noise zeros for it, so that the constant noise of a picture is none.</summary>
    public static void Add(Dictionary<string, Parameter> tensors, SortedDictionary<string, string> notes)
    {
        var lacking = tensors.Keys
            .Where(name => name.EndsWith(Strength, StringComparison.Ordinal))
            .Select(name => name[..^Strength.Length])
            .Where(layer => !tensors.ContainsKey($"{layer}.noise_const") && Size(layer) is not null)
            .ToList();
        if (lacking.Count == 0)
            return;
        var zeros = new float[lacking.Max(layer => Size(layer)!.Value * Size(layer)!.Value)];
        foreach (var layer in lacking)
        {
            var (name, size) = ($"{layer}.noise_const", Size(layer)!.Value);
            tensors.Add(name, new Parameter(name, [size, size], zeros.AsMemory(0, size * size)));
        }

        notes["noise_const"] = "not in the file: zeros, so that constant noise is no noise";
    }

    // "synthesis.b64.conv0": 64 pixels a side.
    private static int? Size(string layer) => layer.Split('.') is [_, ['b', .. var size], _] && int.TryParse(size, out var side) && side is >= 4 and <= Largest ? side : null;
}
