using System.Text;

namespace StyleGanIlgpu.Tests.Weights;

internal enum MutationKind
{
    /// <summary>The file ends at Place.</summary>
    Cut,

    /// <summary>The byte at Place is Value.</summary>
    Set,

    /// <summary>Bytes moved, removed, doubled or changed at random places; Value is the seed.</summary>
    Edit,
}

/// <summary>One way to damage a file. Its text is enough to make the same damage again.</summary>
internal readonly record struct Mutation(MutationKind Kind, int Place, int Value)
{
    private const int Edits = 2000;

    // The ends of the ranges of signed and unsigned bytes: lengths, counts and numbers become 0, little, huge or negative.
    private static readonly byte[] Values = [0x00, 0x01, 0x7F, 0x80, 0xFF];

    // Bytes that mean something in some format.
    private static readonly byte[] Telling = Encoding.Latin1.GetBytes(
        "\0\u0001\u007F().,:0123456789[]{}abcdeghijlopqrstuGBCKMNJRQ\u0080\u0081\u0085\u0086\u0087\u0088\u008A\u008C\u0093\u0094\u0095\u00FF");

    /// <summary>Every prefix, every byte outside the tensors' numbers set to every value, and some thousand edits.</summary>
    public static IEnumerable<Mutation> AllOf(byte[] file)
    {
        for (var length = 0; length < file.Length; length++)
            yield return new(MutationKind.Cut, length, 0);
        foreach (var place in PayloadNumbers.PlacesOutside(file))
        {
            foreach (var value in Values)
            {
                if (file[place] != value)
                    yield return new(MutationKind.Set, place, value);
            }
        }

        for (var seed = 0; seed < Edits; seed++)
            yield return new(MutationKind.Edit, 0, seed);
    }

    public byte[] Apply(byte[] file)
    {
        switch (Kind)
        {
            case MutationKind.Cut:
                return file[..Place];
            case MutationKind.Set:
                var bytes = (byte[])file.Clone();
                bytes[Place] = (byte)Value;
                return bytes;
            default:
                return Edit(file, new Random(Value));
        }
    }

    private static byte[] Edit(byte[] file, Random random)
    {
        var (place, other, length) = (random.Next(file.Length), random.Next(file.Length), random.Next(1, 64));
        length = Math.Min(length, file.Length - Math.Max(place, other));
        var bytes = (byte[])file.Clone();
        switch (random.Next(5))
        {
            case 0:
                Array.Copy(file, place, bytes, other, length);
                return bytes;
            case 1:
                return [.. file.AsSpan(0, place), .. file.AsSpan(place + length)];
            case 2:
                return [.. file.AsSpan(0, place + length), .. file.AsSpan(place)];
            default:
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    ref var changed = ref bytes[random.Next(bytes.Length)];
                    changed = random.Next(3) switch
                    {
                        0 => (byte)random.Next(256),
                        1 => (byte)(changed ^ (1 << random.Next(8))),
                        _ => Telling[random.Next(Telling.Length)],
                    };
                }

                return bytes;
        }
    }
}
