namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>Where the PTX of a variant stands: TARGET/NAME.ptx.</summary>
internal static class PtxFolder
{
    /// <summary>Every file that the catalog gives, by its path in the folder.</summary>
    public static IEnumerable<(string Path, string Ptx)> Compile() =>
        from target in PtxTarget.All.AsParallel().AsOrdered()
        from variant in KernelCatalog.VariantsOf(target.Number)
        select ($"{target.Name}/{variant.Key}.ptx", PtxCompiler.Compile(variant.Key, variant.Value, target));

    /// <summary>Makes the folder hold exactly what the catalog gives.</summary>
    public static int Write(string folder)
    {
        var written = new HashSet<string>();
        foreach (var (path, ptx) in Compile())
        {
            var file = Path.GetFullPath(Path.Combine(folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, ptx);
            written.Add(file);
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.ptx", SearchOption.AllDirectories).Select(Path.GetFullPath).Where(file => !written.Contains(file)))
            File.Delete(file);
        return written.Count;
    }
}
