namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A folder of the test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("stylegan-test-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public IEnumerable<string> Files => Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    /// <summary>Writes a file and returns its path.</summary>
    public string File(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
