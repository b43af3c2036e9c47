namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// Numbers for the tensors of made files, which can be told from everything else in such a file and from what lies outside it: each is four
/// letters, two of '`' to 'o' and then "Z?". Being letters, they lie in text as they lie in bytes.
/// </summary>
internal static class PayloadNumbers
{
    private const uint Mark = 0x3F5A;

    /// <summary>So many numbers, about 0.85; others for another salt.</summary>
    public static float[] Make(int count, int salt)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            var letters = (uint)((i * 7) + (salt * 31));
            numbers[i] = BitConverter.UInt32BitsToSingle((Mark << 16) | 0x6060 | ((letters >> 4 & 15) << 8) | (letters & 15));
        }

        return numbers;
    }

    /// <summary>Whether a number read from a file can have been one of these.</summary>
    public static bool IsOne(float number) => (BitConverter.SingleToUInt32Bits(number) & 0xFFFFF0F0) == ((Mark << 16) | 0x6060);

    /// <summary>The places of the bytes of a file that aren't part of such a number.</summary>
    public static List<int> PlacesOutside(ReadOnlySpan<byte> file)
    {
        var places = new List<int>();
        for (var place = 0; place < file.Length;)
        {
            if (file[place..] is [>= 0x60 and <= 0x6F, >= 0x60 and <= 0x6F, (byte)'Z', (byte)'?', ..])
                place += sizeof(float);
            else
                places.Add(place++);
        }

        return places;
    }
}
