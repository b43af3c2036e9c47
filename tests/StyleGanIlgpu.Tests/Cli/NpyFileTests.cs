using System.IO.Compression;
using CsCheck;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

public class NpyFileTests
{
    [Fact]
    public void Arrays_are_read_back_with_shape_and_bits() =>
        Gen.Int[1, 5].Array[1, 4].SelectMany(shape => Gen.Single.Array[shape.Aggregate(1, (a, b) => a * b)].Select(v => (Shape: shape, Values: v))).Sample(
            sample =>
            {
                using var folder = new TempFolder();
                using (var zip = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
                {
                    using var stream = zip.CreateEntry("x.npy").Open();
                    NpyFile.Write(stream, sample.Values, sample.Shape);
                }
                var array = NpzFile.Open(folder["a.npz"])["x"];
                Assert.Equal(sample.Shape, array.Shape);
                Comparison.AssertSameBits("x", array.Floats, sample.Values);
            },
            iter: 50);

    [Fact]
    public void The_header_is_numpy_s_own()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, [1, 2, 3, 4, 5, 6], 1, 2, 3);
        var bytes = stream.ToArray();
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], bytes[..10]);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }  ", System.Text.Encoding.ASCII.GetString(bytes, 10, 118), StringComparison.Ordinal);
        Assert.Equal((byte)'\n', bytes[127]);
        Assert.Equal(128 + 24, bytes.Length);
    }

    [Fact]
    public void A_file_that_can_not_be_put_in_place_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["a.npy"]);
        Assert.ThrowsAny<Exception>(() => NpyFile.Save(folder["a.npy"], [1], 1));
        Assert.Empty(folder.Files);
    }
}
