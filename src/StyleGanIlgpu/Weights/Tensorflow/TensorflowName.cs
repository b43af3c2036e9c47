namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>A row of a name table: what a variable is called canonically, and how it lies.</summary>
/// <param name="Layer">The layer's canonical name, from the number in the variable's name and the network's resolution.</param>
/// <param name="Part">The tensor within the layer.</param>
/// <param name="Layout">How the numbers lie.</param>
internal sealed record TensorflowName(Func<int, int, string> Layer, string Part, TensorflowLayout Layout)
{
    /// <summary>"16x16/Conv1/weight" as the table's key "#x#/Conv1/weight" and its number 16; "Dense3/bias" as "Dense#/bias" and 3.</summary>
    public static (string Key, int Number) Split(string variable)
    {
        var slash = variable.IndexOf('/', StringComparison.Ordinal);
        var head = slash < 0 ? variable : variable[..slash];
        var rest = variable[head.Length..];
        var end = head.Length;
        while (end > 0 && char.IsAsciiDigit(head[end - 1]))
            end--;
        if (end == head.Length || !int.TryParse(head.AsSpan(end), out var number))
            return (variable, 0);
        return head.AsSpan(0, end).SequenceEqual($"{number}x") ? ($"#x#{rest}", number) : ($"{head[..end]}#{rest}", number);
    }
}
