using System.IO.Compression;
using CsCheck;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Numerics;

public class NpzReaderTests
{
    private static readonly byte[] Array = NpyBytes.Array("<f4", false, "(6,)", NpyBytes.Floats(1, 2, 3, 4, 5, 6));

    [Fact]
    public void Arrays_of_a_file_by_NumPy_are_read()
    {
        var golden = GoldenFolder.Npz("sg2_skip64.npz");
        using var npz = new NpzReader(File.OpenRead(GoldenFolder.PathOf("sg2_skip64.npz")), "sg2_skip64.npz");

        Assert.Equal(golden.Names, npz.Names);
        foreach (var name in new[] { "ws_rand", "img_const_f64", "seeds", "seed_u8", "seed_psi" })
        {
            int[]? shape = null;
            var values = npz.Read(name, header => shape = header.Shape);
            Assert.Equal(golden[name].Shape, shape);
            Assert.Equal(golden[name].Floats, values);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Stored_and_deflated_arrays_are_read(CompressionLevel level)
    {
        using var npz = Open(NpyBytes.Zip(level, ("a.npy", []), ("w.npy", Array), ("readme.txt", [1])));

        Assert.Equal(["a", "w"], npz.Names);
        Assert.Equal([1, 2, 3, 4, 5, 6], npz.Read("w", _ => { }));
    }

    [Fact]
    public void A_missing_array_is_told_with_those_that_are_there()
    {
        using var npz = Open(NpyBytes.Zip(CompressionLevel.Fastest, ("ws.npy", Array), ("b.npy", Array)));
        using var empty = Open(NpyBytes.Zip(CompressionLevel.Fastest));
        using var many = Open(NpyBytes.Zip(CompressionLevel.Fastest, [.. Enumerable.Range(0, 9).Select(i => ($"a{i}.npy", Array))]));

        Assert.Equal("x.npz: has no array 'w', found 'ws', 'b'.", Refuse(npz));
        Assert.Equal("x.npz: has no array 'w', found no array at all.", Refuse(empty));
        Assert.EndsWith("'a6', 'a7' and more.", Refuse(many), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_fails_comes_before_any_value()
    {
        // The values are missing: reading them would fail another way.
        using var npz = Open(NpyBytes.Zip(CompressionLevel.NoCompression, ("w.npy", Array)));

        Assert.Throws<TimeoutException>(() => npz.Read("w", _ => throw new TimeoutException()));
    }

    [Fact]
    public void Wrong_values_are_told_by_their_checksum()
    {
        var file = NpyBytes.Zip(CompressionLevel.NoCompression, ("w.npy", Array));
        var place = file.AsSpan().IndexOf(NpyBytes.Floats(5));
        file[place] ^= 1;
        using var npz = Open(file);

        Assert.Contains("is damaged: its checksum is", Refuse(npz), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_its_data_can_not_have_is_refused_before_memory_is_taken()
    {
        // The directory promises 2 GB that a few bytes are to give.
        var header = NpyBytes.Array("<f4", false, "(500000000,)", []);
        var file = NpyBytes.Zip(CompressionLevel.SmallestSize, ("w.npy", header));
        var directory = file.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(file.AsSpan(directory + 24), 2_000_000_000 + header.Length);
        using var npz = Open(file);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("can't come from", Refuse(npz), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Damage_anywhere_gives_the_one_exception()
    {
        var good = NpyBytes.Zip(CompressionLevel.SmallestSize, ("a.npy", Array), ("w.npy", Array));
        (from place in Gen.Int[0, good.Length - 1]
         from value in Gen.Byte
         from length in Gen.Int[0, good.Length]
         from cut in Gen.Bool
         select (place, value, length, cut)).Sample(damage =>
        {
            byte[] file = [.. good];
            file[damage.place] = damage.value;
            if (damage.cut)
                file = file[..damage.length];
            try
            {
                using var npz = Open(file);
                npz.Read("w", header => { });
            }
            catch (ModelFormatException fault)
            {
                Assert.StartsWith("x.npz: ", fault.Message, StringComparison.Ordinal);
            }
        });
    }

    private static string Refuse(NpzReader npz) => Assert.Throws<ModelFormatException>(() => npz.Read("w", _ => { })).Message;

    private static NpzReader Open(byte[] file) => new(new MemoryStream(file), "x.npz");
}
