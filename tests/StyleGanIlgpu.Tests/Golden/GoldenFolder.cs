using System.Collections.Concurrent;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>Finds tests/Golden of the checkout that the tests were built in, and opens its files.</summary>
internal static class GoldenFolder
{
    private static readonly Lazy<string> Root = new(Find);
    private static readonly ConcurrentDictionary<string, Lazy<NpzFile>> Opened = new();

    /// <summary>Full path of a fixture, "sg2_skip64.pkl" or "ops/bias_act.npz".</summary>
    public static string PathOf(string name)
    {
        var path = Path.Combine(Root.Value, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The golden fixture '{name}' is missing.", path);
    }

    /// <summary>The arrays of a fixture; read once, shared by all tests.</summary>
    public static NpzFile Npz(string name) => Opened.GetOrAdd(name, n => new Lazy<NpzFile>(() => NpzFile.Open(PathOf(n)))).Value;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StyleGanIlgpu.sln")))
                return Path.Combine(folder.FullName, "tests", "Golden");
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds StyleGanIlgpu.sln.");
    }
}
