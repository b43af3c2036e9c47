namespace StyleGanIlgpu.Weights.Zip;

/// <summary>What is said of an archive that can't be believed.</summary>
internal static class ZipFault
{
    public static ModelFormatException Of(string source, string what) => new($"{source}: damaged or hostile zip archive, {what}.");
}
