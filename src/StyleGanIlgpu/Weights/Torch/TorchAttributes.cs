using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>Reads the attributes of a module, with its name in every complaint. Python numbers and NumPy ones count the same.</summary>
/// <param name="source">The file's name, for messages.</param>
/// <param name="path">Where the module stands: "synthesis.L0_36_512".</param>
/// <param name="module">The module.</param>
internal sealed class TorchAttributes(string source, string path, TorchModule module)
{
    public int Integer(string name) => OptionalInteger(name) ?? throw Missing(name, "a whole number");

    public int? OptionalInteger(string name)
    {
        if (!module.TryGet(name, out var value) || value is null)
            return null;
        return Whole(NumpyValues.Number(value)) ?? throw Wrong(name, "a whole number");
    }

    public double Real(string name) => OptionalReal(name) ?? throw Missing(name, "a number");

    /// <summary>The number, or null where it is None or missing.</summary>
    public double? OptionalReal(string name)
    {
        if (!module.TryGet(name, out var value) || value is null)
            return null;
        return NumpyValues.Number(value) is { } number && double.IsFinite(number) ? number : throw Wrong(name, "a number");
    }

    /// <summary>The truth value; false where it is missing.</summary>
    public bool Flag(string name, bool fallback = false)
    {
        if (!module.TryGet(name, out var value) || value is null)
            return fallback;
        return (NumpyValues.Number(value) ?? throw Wrong(name, "true or false")) != 0;
    }

    public string? OptionalText(string name)
    {
        if (!module.TryGet(name, out var value) || value is null)
            return null;
        return PickleText.TryGet(value, out var text) ? text : throw Wrong(name, "text");
    }

    /// <summary>So many whole numbers; one number stands for as many equal ones.</summary>
    public int[] Integers(string name, int count)
    {
        if (!module.TryGet(name, out var value) || value is null)
            throw Missing(name, $"{count} whole numbers");
        var numbers = NumpyValues.Numbers(value);
        if (numbers is [var one])
            numbers = [.. Enumerable.Repeat(one, count)];
        if (numbers?.Length != count)
            throw Wrong(name, $"{count} whole numbers");
        return Array.ConvertAll(numbers, number => Whole(number) ?? throw Wrong(name, $"{count} whole numbers"));
    }

    private static int? Whole(double? number) => number is { } value && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : null;

    private ModelFormatException Missing(string name, string expected) =>
        new($"{source}: {path} has no attribute '{name}', expected {expected}.");

    private ModelFormatException Wrong(string name, string expected) =>
        new($"{source}: attribute '{name}' of {path} isn't {expected}.");
}
