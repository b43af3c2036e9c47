namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>Cuts PTX text into tokens; an opcode with its suffixes (<c>ld.global.v4.f32</c>) is one token.</summary>
internal static class PtxLexer
{
    public static List<PtxToken> Tokenize(string text)
    {
        var tokens = new List<PtxToken>();
        var line = 1;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
                i++;
            }
            else if (char.IsWhiteSpace(c) || c == '\0')
            {
                i++;
            }
            else if (Starts(text, i, "//"))
            {
                while (i < text.Length && text[i] != '\n')
                    i++;
            }
            else if (Starts(text, i, "/*"))
            {
                var end = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                if (end < 0)
                    throw new PtxSyntaxException(line, "a comment is not closed");
                line += text.AsSpan(i, end - i).Count('\n');
                i = end + 2;
            }
            else if (IsWord(c))
            {
                var start = i;
                // L2::128B and shared::cta belong to their word.
                while (i < text.Length && (IsWord(text[i]) || Starts(text, i, "::")))
                    i += text[i] == ':' ? 2 : 1;
                tokens.Add(new PtxToken(text[start..i], line));
            }
            else if (c == '"')
            {
                var end = text.IndexOf('"', i + 1);
                if (end < 0)
                    throw new PtxSyntaxException(line, "a string is not closed");
                tokens.Add(new PtxToken(text[i..(end + 1)], line));
                i = end + 1;
            }
            else
            {
                tokens.Add(new PtxToken(c.ToString(), line));
                i++;
            }
        }
        tokens.Add(new PtxToken("", line));
        return tokens;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '.' or '%';

    private static bool Starts(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;
}
