using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>Where an archive's directory lies, by the record at the archive's end and, above 32 bits, the ZIP64 one before it.</summary>
/// <param name="Offset">Start of the directory, which reaches up to the first of the end records.</param>
/// <param name="Size">Bytes of the directory.</param>
/// <param name="Count">Entries in it.</param>
internal readonly record struct ZipEnd(long Offset, long Size, int Count)
{
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorBytes = 20;

    /// <summary>Bytes that the smallest entry takes in the directory.</summary>
    private const int FewestEntryBytes = 46;

    /// <summary>Far more than the tensors of any network.</summary>
    private const int MostEntries = 100_000;

    /// <exception cref="ModelFormatException">There is no end record, or the records contradict each other or the file.</exception>
    public static ZipEnd Find(ByteSource file, string source)
    {
        var position = Position(file) ?? throw ZipFault.Of(source, "the directory at its end is missing or cut off");
        var stated = ZipEndRecord.Read32(file.Span(position, ZipEndRecord.Bytes32));
        if (position >= LocatorBytes && file.Span(position - LocatorBytes, 4).SequenceEqual("PK\u0006\u0007"u8))
        {
            position = Position64(file, position - LocatorBytes, source);
            var stated64 = ZipEndRecord.Read64(file.Span(position, ZipEndRecord.Bytes64));
            if (!stated.MayStandFor(stated64))
                throw ZipFault.Of(source, $"its ZIP64 record ({stated64}) contradicts its end record ({stated})");
            stated = stated64;
        }

        if (!stated.IsWhole)
            throw ZipFault.Of(source, "it is one part of several, expected a whole archive");
        if (stated.Offset > (ulong)position || stated.Size != (ulong)position - stated.Offset)
            throw ZipFault.Of(source, $"its directory is said to be {stated.Size} bytes at {stated.Offset}, expected to end at {position}");
        if (stated.Count > stated.Size / FewestEntryBytes)
            throw ZipFault.Of(source, $"its directory of {stated.Size} bytes is said to hold {stated.Count} entries, expected at most {stated.Size / FewestEntryBytes}");
        return stated.Count <= MostEntries
            ? new ZipEnd((long)stated.Offset, (long)stated.Size, (int)stated.Count)
            : throw ZipFault.Of(source, $"it holds {stated.Count} entries, expected at most {MostEntries}");
    }

    // The record is followed by a comment of the length that it states, and by nothing else.
    private static long? Position(ByteSource file)
    {
        var tail = (int)Math.Min(file.Length, ZipEndRecord.Bytes32 + LongestComment);
        var bytes = file.Span(file.Length - tail, tail);
        for (var place = tail - ZipEndRecord.Bytes32; place >= 0; place--)
        {
            if (bytes[place..].StartsWith("PK\u0005\u0006"u8) && ZipEndRecord.CommentLength(bytes[place..]) == tail - ZipEndRecord.Bytes32 - place)
                return file.Length - tail + place;
        }

        return null;
    }

    // The locator after the ZIP64 record tells where the record starts; its length leads to the locator again.
    private static long Position64(ByteSource file, long locatorPosition, string source)
    {
        var position = ZipEndRecord.PositionIn(file.Span(locatorPosition, LocatorBytes));
        var last = locatorPosition - ZipEndRecord.Bytes64;
        if (last < 0 || position > (ulong)last)
            throw ZipFault.Of(source, $"its ZIP64 record is said to be at {position}, expected at most {last}");
        var record = file.Span((long)position, ZipEndRecord.Bytes64);
        if (!record.StartsWith("PK\u0006\u0006"u8) || ZipEndRecord.Length64(record) != (ulong)(locatorPosition - (long)position))
            throw ZipFault.Of(source, $"its ZIP64 record at {position} is missing or doesn't end where its locator starts");
        return (long)position;
    }
}
