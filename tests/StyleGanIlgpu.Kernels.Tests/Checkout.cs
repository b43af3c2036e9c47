namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    public static string PathOf(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StyleGanIlgpu.sln")))
                return Path.Combine([folder.FullName, .. parts]);
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds StyleGanIlgpu.sln.");
    }
}
