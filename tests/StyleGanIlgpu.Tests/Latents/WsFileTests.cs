using System.IO.Compression;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Tests.Numerics;

namespace StyleGanIlgpu.Tests.Latents;

public sealed class WsFileTests : IDisposable
{
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6];

    private readonly string folder = Directory.CreateTempSubdirectory("ws-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("(1, 3, 2)", 3, 2)]
    [InlineData("(3, 2)", 3, 2)]
    [InlineData("(3, 1, 2)", 1, 2)]
    public void Ws_are_read_from_both_kinds_of_file(string shape, int numWs, int wDim)
    {
        var array = NpyBytes.Array("<f4", false, shape, NpyBytes.Floats(Values));

        Assert.Equal(Values, WsFile.Read(Write(array), numWs, wDim));
        Assert.Equal(Values, WsFile.Read(Write(NpyBytes.Zip(CompressionLevel.NoCompression, ("w.npy", array))), numWs, wDim));
    }

    [Theory]
    [InlineData("(1, 2, 3)")]
    [InlineData("(6,)")]
    [InlineData("(1, 1, 3, 2)")]
    public void Another_shape_is_told(string shape)
    {
        var array = NpyBytes.Array("<f4", false, shape, NpyBytes.Floats(Values));
        var npy = Write(array);
        var npz = Write(NpyBytes.Zip(CompressionLevel.NoCompression, ("w.npy", array)));
        var found = shape.Trim('(', ')').TrimEnd(',');

        Assert.Equal($"{npy} has shape [{found}], expected [N, 3, 2] or [3, 2].", Refuse(npy));
        Assert.Equal($"{npz}: array 'w' has shape [{found}], expected [N, 3, 2] or [3, 2].", Refuse(npz));
    }

    [Fact]
    public void An_empty_array_is_told()
    {
        var npy = Write(NpyBytes.Array("<f4", false, "(0, 3, 2)", []));

        Assert.Equal($"{npy} has shape [0, 3, 2], expected [N, 3, 2] or [3, 2].", Refuse(npy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    public void Another_kind_of_file_is_told(string content)
    {
        var path = Path.Combine(folder, "ws");
        File.WriteAllText(path, content);

        Assert.Equal($"{path}: isn't a NumPy .npz or .npy file, expected one with ws [N, 3, 2].", Refuse(path));
    }

    [Fact]
    public void A_missing_file_is_told() => Assert.Throws<FileNotFoundException>(() => WsFile.Read(Path.Combine(folder, "none.npz"), 3, 2));

    private static string Refuse(string path) => Assert.Throws<ModelFormatException>(() => WsFile.Read(path, 3, 2)).Message;

    private string Write(byte[] content)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, content);
        return path;
    }
}
