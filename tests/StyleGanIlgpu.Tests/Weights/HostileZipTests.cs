using StyleGanIlgpu.Weights;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Zip;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Archives that lie about themselves: each lie is refused by name, at once, and with little memory.</summary>
public sealed class HostileZipTests
{
    private static readonly byte[] Four = [1, 2, 3, 4];

    private static readonly byte[] Most = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

    public static TheoryData<string> Names => ["../a", "a/../b", "..", "/a", "a//b", "./a", "a/.", "a\\b", "C:/a", "a\0b", "", "a//"];

    [Fact]
    public void Honest_archives_are_read_in_place()
    {
        var bytes = new ZipWriter { Comment = "a comment"u8.ToArray() }.Add("a/b", Four).Add("a/", []).Add("ä", [5]).ToArray();
        using var file = ByteSource.Read(bytes, Stream.Null)!;
        var archive = ZipDirectory.Read(file, "test");
        Assert.Equal(["a/b", "a/", "ä"], archive.Entries.Select(entry => entry.Name));
        Assert.Equal(Four, archive.Find("a/b")!.Data.Span.ToArray());
        Assert.Same(file, archive.Find("a/b")!.Data.Source);
        Assert.Null(archive.Find("b"));
        Assert.Empty(Read(new ZipWriter()).Entries);
    }

    [Fact]
    public void ZIP64_numbers_stand_where_others_are_all_ones()
    {
        static ZipWriter.EndFields Ones(ZipWriter.EndFields end) => new(0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
        var writer = new ZipWriter { End64 = end => end, End = Ones }
            .Add(new ZipWriter.Entry("a", Four)
            {
                PackedSize = uint.MaxValue,
                Size = uint.MaxValue,
                Offset = uint.MaxValue,
                Extra = [.. ZipWriter.Extra(7, [9]), .. ZipWriter.Zip64(4, 4, 0)],
                Flags = 0,
                LocalSizes = (uint.MaxValue, uint.MaxValue),
                LocalExtra = ZipWriter.Zip64(4, 4),
            });
        Assert.Equal(Four, Read(writer).Find("a")!.Data.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_leaves_its_folder_is_refused(string name) =>
        AssertRefused("expected a path without '..', backslashes or a root", new ZipWriter().Add(name, Four));

    [Fact]
    public void Two_entries_of_a_name_are_refused() => AssertRefused("two entries named 'a'", new ZipWriter().Add("a", Four).Add("b", Four).Add("a", [5]));

    [Fact]
    public void Entries_that_overlap_or_lie_outside_are_refused()
    {
        // One entry around another: a bomb that grows without storing anything twice.
        var inner = new ZipWriter().Add("b", Four).ToArray()[..35];
        AssertRefused("the entries 'a' and 'b' overlap", new ZipWriter().Add("a", inner).Add("b", []).But(e => e with { Offset = 31, PackedSize = 4, Size = 4 }));
        AssertRefused("entry 'a' is said to start at byte 4000", new ZipWriter().Add("a", Four).But(e => e with { Offset = 4000 }));
        AssertRefused("entry 'a' is missing at byte 1", new ZipWriter { Gap = new byte[50] }.Add("a", Four).But(e => e with { Offset = 1 }));
        AssertRefused("entry 'a' is said to take 5 bytes from byte 31", new ZipWriter().Add("a", Four).But(e => e with { PackedSize = 5, Size = 5 }));
        // A local header whose name runs into the directory.
        AssertRefused("entry 'a' is missing at byte 0", new ZipWriter().Add("a", []).But(e => e with { Offset = 0, LocalExtra = [0] }), bytes => bytes[28] = 200);
    }

    [Fact]
    public void Sizes_near_the_end_of_numbers_are_refused()
    {
        var most = BitConverter.ToUInt64(Most);
        foreach (var size in new[] { most, ulong.MaxValue, most - 30, 1UL << 63 })
        {
            AssertRefused("is said to take", new ZipWriter().Add("a", Four).But(e => e with { PackedSize = uint.MaxValue, Size = uint.MaxValue, Extra = ZipWriter.Zip64(size, size) }));
            AssertRefused("is said to start", new ZipWriter().Add("a", Four).But(e => e with { Offset = uint.MaxValue, Extra = ZipWriter.Zip64(size) }));
            AssertRefused("its directory", new ZipWriter { End64 = end => end with { Offset = size }, End = end => end with { Offset = uint.MaxValue } }.Add("a", Four));
            AssertRefused("its directory", new ZipWriter { End64 = end => end with { Size = size }, End = end => end with { Size = uint.MaxValue } }.Add("a", Four));
            AssertRefused("entries, expected at most", new ZipWriter { End64 = end => end with { Count = size, OnDisk = size }, End = end => end with { Count = 0xFFFF, OnDisk = 0xFFFF } }.Add("a", Four));
            AssertRefused("its ZIP64 record is said to be at", new ZipWriter { End64 = end => end, Locator = size }.Add("a", Four));
        }
    }

    [Fact]
    public void ZIP64_fields_that_contradict_are_refused()
    {
        AssertRefused("contradicts its end record", new ZipWriter { End64 = end => end with { Size = end.Size - 1 } }.Add("a", Four));
        AssertRefused("contradicts its end record", new ZipWriter { End64 = end => end with { Offset = end.Offset - 1 } }.Add("a", Four));
        AssertRefused("contradicts its end record", new ZipWriter { End64 = end => end, End = end => end with { Count = 2, OnDisk = 2 } }.Add("a", Four));
        AssertRefused("its ZIP64 record at 10 is missing", new ZipWriter { End64 = end => end, Locator = 10 }.Add("a", Four).Add("b", new byte[200]));
        const string Field = "the ZIP64 field of entry 'a' contradicts its other fields";
        AssertRefused(Field, new ZipWriter().Add("a", Four).But(e => e with { Extra = ZipWriter.Zip64(4, 4) }));
        AssertRefused(Field, new ZipWriter().Add("a", Four).But(e => e with { Size = uint.MaxValue, PackedSize = uint.MaxValue, Extra = ZipWriter.Zip64(4) }));
        AssertRefused(Field, new ZipWriter().Add("a", Four).But(e => e with { Size = uint.MaxValue }));
        AssertRefused(Field, new ZipWriter().Add("a", Four).But(e => e with { Size = uint.MaxValue, Extra = [.. ZipWriter.Zip64(4), .. ZipWriter.Zip64(5)] }));
    }

    [Fact]
    public void A_header_that_contradicts_the_directory_is_refused()
    {
        const string Header = "the header of entry 'a' at byte 0 contradicts the directory";
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalName = "b" }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalName = "aa" }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalMethod = 8 }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalFlags = 0x809 }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalSizes = (4, 3) }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalSizes = (3, 4) }));
        // Sizes may only be left out where the flag says that they follow.
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { Flags = 0x800 }));
        AssertRefused(Header, new ZipWriter().Add("a", Four).But(e => e with { LocalSizes = (uint.MaxValue, uint.MaxValue), LocalExtra = ZipWriter.Zip64(4) }));
        AssertRefused("is stored in 4 bytes, but said to hold 3", new ZipWriter().Add("a", Four).But(e => e with { Size = 3 }));
    }

    [Fact]
    public void Directories_that_are_cut_off_or_too_long_are_refused()
    {
        var honest = new ZipWriter().Add("a", Four).Add("b", Four).ToArray();
        for (var length = 4; length < honest.Length; length++)
            AssertRefused("the directory at its end is missing or cut off", honest[..length]);
        AssertRefused("the directory at its end is missing or cut off", [.. honest, 0]);
        AssertRefused("its 1 entries take 47", new ZipWriter { End = end => end with { Count = 1, OnDisk = 1 } }.Add("a", Four).Add("b", Four));
        AssertRefused("is said to hold 3 entries, expected at most 2", new ZipWriter { End = end => end with { Count = 3, OnDisk = 3 } }.Add("a", Four).Add("b", Four));
        AssertRefused("one part of several", new ZipWriter { End = end => end with { Disk = 1 } }.Add("a", Four));
        AssertRefused("one part of several", new ZipWriter { End = end => end with { OnDisk = 0 } }.Add("a", Four));
        AssertRefused("its directory is said to be 47 bytes at 36, expected to end at 82", new ZipWriter { End = end => end with { Offset = end.Offset + 1 } }.Add("a", Four));
        AssertRefused("its directory is said to be 46 bytes at 35", new ZipWriter { End = end => end with { Size = end.Size - 1 } }.Add("a", Four));
        // An entry of the directory that reaches beyond it.
        AssertRefused("entry 1 of 1 is missing in its directory", new ZipWriter().Add("a", Four), bytes => bytes[35 + 28] = 2);
        AssertRefused("entry 1 of 1 is missing in its directory", new ZipWriter().Add("a", Four), bytes => bytes[35] = (byte)'Q');
    }

    [Fact]
    public void More_entries_than_any_network_has_are_refused()
    {
        // Twice 64 KiB of headers that all name the same four bytes would be enough, if they were believed.
        var many = new ZipWriter { End64 = end => end with { Count = 200_000, OnDisk = 200_000 }, End = end => end with { Count = 0xFFFF, OnDisk = 0xFFFF }, Gap = [] };
        for (var i = 0; i < 5; i++)
            many.Add($"{i}", new byte[10]);
        AssertRefused("is said to hold 200000 entries, expected at most", many);
        var one = new ZipWriter { End64 = end => end with { Count = 100_001, OnDisk = 100_001 }, End = end => end with { Count = 0xFFFF, OnDisk = 0xFFFF } };
        one.Add("a", Four).But(e => e with { Extra = ZipWriter.Extra(7, new byte[65_000]) });
        for (var i = 0; i < 80; i++)
            one.Add($"b{i}", []).But(e => e with { Extra = ZipWriter.Extra(7, new byte[65_000]) });
        AssertRefused("it holds 100001 entries, expected at most 100000", one);
    }

    private static ZipDirectory Read(ZipWriter writer) => ZipDirectory.Read(ByteSource.Read(writer.ToArray(), Stream.Null)!, "test");

    private static void AssertRefused(string expected, ZipWriter writer, Action<byte[]>? damage = null)
    {
        var bytes = writer.ToArray();
        damage?.Invoke(bytes);
        AssertRefused(expected, bytes);
    }

    // Through the front door, as a user's file comes in.
    private static void AssertRefused(string expected, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<ModelFormatException>(() => CheckpointReader.Open(stream, "test", null).Dispose()).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + (4L * bytes.Length));
        Assert.StartsWith("test: damaged or hostile zip archive, ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
