using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Which checkpoint, and which network in it.</summary>
internal static class NetworkOptions
{
    public static ValueOption Network() => new("--network", "FILE", "a checkpoint file", Values.Text)
    {
        Description = "The checkpoint: .pkl or .safetensors. [default: the model that comes with this program]",
    };

    public static ValueOption Key() =>
        new("--network-key", "NAME", "a network's name, such as G_ema, G or D", Values.Text)
        {
            Description = "Which network of a file that holds several. [default: G_ema]",
        };

    /// <summary>Opens the checkpoint, or the model that the library carries where no file is named.</summary>
    public static ModelFile Open(string? file, string? key)
    {
        if (file is null)
            return key is null ? ModelFile.OpenDefault() : throw new UsageException("--network-key needs a checkpoint file: the default model holds one network");
        CheckFile(file);
        return ModelFile.Open(file, key);
    }

    /// <summary>Says what is wrong with a path in words that the system's own message lacks.</summary>
    public static void CheckFile(string file, string expected = "a checkpoint file")
    {
        if (file.Contains("://", StringComparison.Ordinal))
            throw new FileNotFoundException($"'{file}' is an address: download it, then give the file");
        if (Directory.Exists(file))
            throw new FileNotFoundException($"'{file}' is a folder, expected {expected}");
        if (!File.Exists(file))
            throw new FileNotFoundException($"'{file}' doesn't exist");
    }
}
