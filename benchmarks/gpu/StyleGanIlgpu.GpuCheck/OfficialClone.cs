namespace StyleGanIlgpu.GpuCheck;

/// <summary>A clone of NVIDIA's repository, which the user has and this program only runs.</summary>
internal static class OfficialClone
{
    private static readonly string[] Wanted = ["dnnlib", "torch_utils", "training"];

    /// <exception cref="FormatException">The folder isn't one.</exception>
    public static string Require(string folder)
    {
        var missing = Wanted.FirstOrDefault(name => !Directory.Exists(Path.Combine(folder, name)));
        return missing is null
            ? Path.GetFullPath(folder)
            : throw new FormatException($"--official: {folder} is no clone of the official repository: it has no folder {missing}");
    }
}
