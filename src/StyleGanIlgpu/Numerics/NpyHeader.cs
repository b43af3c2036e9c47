using System.Globalization;

namespace StyleGanIlgpu.Numerics;

/// <summary>
/// What a .npy file says of its array: a Python dictionary such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (1, 16, 512), }</c>, of which no more is understood than NumPy writes.
/// </summary>
/// <param name="Element">Kind and bytes of an element: "f4", "f8", "f2", "i8", "i4", "u1" or "b1".</param>
/// <param name="IsBigEndian">The bytes of an element run from the highest.</param>
/// <param name="IsFortran">The first index runs fastest, not the last.</param>
/// <param name="Shape">Extents; empty for a scalar.</param>
internal sealed record NpyHeader(string Element, bool IsBigEndian, bool IsFortran, int[] Shape)
{
    private const int LargestRank = 32;

    /// <summary>Elements, at most as many as an array can hold.</summary>
    public int Length { get; } = (int)Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Bytes of an element.</summary>
    public int ElementBytes => Element[1] - '0';

    /// <summary>Bytes of the array.</summary>
    public long DataBytes => (long)Length * ElementBytes;

    /// <summary>For messages.</summary>
    public override string ToString() => $"{Element} [{string.Join(", ", Shape)}]";

    /// <exception cref="FormatException">The text isn't such a dictionary, or the array is of a kind or a size that isn't supported.</exception>
    public static NpyHeader Parse(string text)
    {
        var at = new Cursor(text);
        string? descr = null;
        bool? fortran = null;
        int[]? shape = null;
        at.Expect('{');
        while (!at.Take('}'))
        {
            var key = at.Text();
            at.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = at.Text();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = at.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = at.Tuple();
                    break;
                default:
                    throw new FormatException($"an unexpected key '{key}'");
            }
            if (!at.Take(','))
            {
                at.Expect('}');
                break;
            }
        }
        at.ExpectEnd();
        if (descr is null || fortran is null || shape is null)
            throw new FormatException("no 'descr', 'fortran_order' or 'shape'");
        if (descr.Length != 3 || descr[0] is not ('<' or '>' or '|' or '=') || descr[1..] is not ("f2" or "f4" or "f8" or "i4" or "i8" or "u1" or "b1"))
            throw new FormatException($"elements of type '{descr}', expected f2, f4, f8, i4, i8, u1 or b1");
        CheckSize(shape);
        var element = descr[1..];
        return new NpyHeader(element, descr[0] == '>' || (descr[0] == '=' && !BitConverter.IsLittleEndian), fortran.Value, shape);
    }

    private static void CheckSize(int[] shape)
    {
        // A zero anywhere makes the array empty, however large the rest.
        long length = shape.Contains(0) ? 0 : 1;
        foreach (var extent in shape)
        {
            length *= extent;
            if (length > Array.MaxLength)
                throw new FormatException($"the shape [{string.Join(", ", shape)}], which is more than {Array.MaxLength} elements");
        }
    }

    /// <summary>Reads the few forms of Python literals that a header is made of.</summary>
    private sealed class Cursor(string text)
    {
        private int position;

        public bool Take(char expected)
        {
            SkipSpace();
            if (position == text.Length || text[position] != expected)
                return false;
            position++;
            return true;
        }

        public void Expect(char expected)
        {
            if (!Take(expected))
                throw Unexpected($"'{expected}'");
        }

        public void ExpectEnd()
        {
            SkipSpace();
            if (position != text.Length)
                throw Unexpected("the end");
        }

        public string Text()
        {
            SkipSpace();
            var quote = position < text.Length ? text[position] : '\0';
            var end = quote is '\'' or '"' ? text.IndexOf(quote, position + 1) : -1;
            if (end < 0)
                throw Unexpected("a string");
            var value = text[(position + 1)..end];
            position = end + 1;
            return value;
        }

        public bool Boolean()
        {
            SkipSpace();
            foreach (var (word, value) in new[] { ("True", true), ("False", false) })
            {
                if (string.CompareOrdinal(text, position, word, 0, word.Length) == 0)
                {
                    position += word.Length;
                    return value;
                }
            }
            throw Unexpected("True or False");
        }

        public int[] Tuple()
        {
            var values = new List<int>();
            Expect('(');
            while (!Take(')'))
            {
                if (values.Count == LargestRank)
                    throw new FormatException($"more than {LargestRank} dimensions");
                values.Add(Integer());
                if (Take(','))
                    continue;
                // One value alone is a tuple only with a comma after it.
                if (values.Count == 1)
                    throw Unexpected("','");
                Expect(')');
                break;
            }
            return [.. values];
        }

        private int Integer()
        {
            SkipSpace();
            var start = position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
                position++;
            var digits = text.AsSpan(start, position - start);
            // Python 2 wrote long integers with an L.
            if (position < text.Length && text[position] == 'L')
                position++;
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Unexpected($"a number up to {int.MaxValue}");
        }

        private void SkipSpace()
        {
            while (position < text.Length && text[position] is ' ' or '\n')
                position++;
        }

        private FormatException Unexpected(string expected) => new($"{Found()} at character {position} of the header, expected {expected}");

        private string Found() => position == text.Length ? "the end" : $"'{text[position]}'";
    }
}
