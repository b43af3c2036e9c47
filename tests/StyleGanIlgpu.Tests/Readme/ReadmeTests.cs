using System.Text.RegularExpressions;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Readme;

/// <summary>The README's code is code that compiles.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(GoldenFolder.PathOf("README.md"), "../../.."));

    /// <summary>The whole README.</summary>
    internal static string Readme => Read("README.md");

    [Fact]
    public void Every_csharp_block_is_a_compiled_snippet_and_every_snippet_is_shown()
    {
        var compiled = Snippet().Matches(Read("tests/StyleGanIlgpu.Tests/Readme/ReadmeSnippets.cs")).Select(match => Dedent(match.Groups[1].Value));
        var shown = CSharpBlock().Matches(Readme).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(shown);
        Assert.Equal(compiled, shown);
    }

    // A checkout on Windows may hold other line ends.
    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Dedent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Concat(lines.Select(line => (line.Length > indent ? line[indent..] : "") + "\n"));
    }

    [GeneratedRegex(@"// snippet: .*\n((?s:.*?))\n *// end\n")]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^```csharp\n((?s:.*?))^```", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
