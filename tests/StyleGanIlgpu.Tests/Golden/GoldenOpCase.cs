using System.Globalization;
using System.Text.Json;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Reference;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>One case of a file in ops/: its arguments and its arrays, all float64.</summary>
internal sealed class GoldenOpCase
{
    private readonly NpzFile npz;
    private readonly int index;

    private GoldenOpCase(NpzFile npz, int index, JsonElement arguments)
    {
        this.npz = npz;
        this.index = index;
        Arguments = arguments;
    }

    public JsonElement Arguments { get; }

    /// <summary>Case indices of a file, for theories.</summary>
    public static TheoryData<int> Indices(string op) => [.. Enumerable.Range(0, Cases(op).GetArrayLength())];

    public static GoldenOpCase Open(string op, int index) => new(GoldenFolder.Npz($"ops/{op}.npz"), index, Cases(op)[index]);

    /// <summary>Null where the case was computed without this input.</summary>
    public GoldenArray? Optional(string name) => npz.Contains(NameOf(name)) ? npz[NameOf(name)] : null;

    /// <summary>An input or output of up to four axes.</summary>
    public Nchw Tensor(string name) => Nchw.Of(npz[NameOf(name)].Shape, npz[NameOf(name)].Doubles);

    public FirFilter Filter(string name) => Optional(name) is { } filter ? new FirFilter(filter.Shape, filter.Doubles) : FirFilter.Identity;

    public int Int(string argument) => Arguments.GetProperty(argument).GetInt32();

    public double Double(string argument) => Arguments.GetProperty(argument).GetDouble();

    public double? OptionalDouble(string argument) =>
        Arguments.TryGetProperty(argument, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetDouble() : null;

    public bool Bool(string argument) => Arguments.GetProperty(argument).GetBoolean();

    /// <summary>[left, right, top, bottom], or one margin for all four sides.</summary>
    public Padding Padding(string argument)
    {
        var value = Arguments.GetProperty(argument);
        return value.ValueKind == JsonValueKind.Number
            ? Plans.Padding.All(value.GetInt32())
            : new Padding(value[0].GetInt32(), value[1].GetInt32(), value[2].GetInt32(), value[3].GetInt32());
    }

    /// <summary>Fails unless a double computation agrees to 1e-12 relative, shape and values.</summary>
    public void AssertOutput(Nchw actual)
    {
        var expected = Tensor("y");
        Assert.Equal(
            (expected.Batch, expected.Channels, expected.Height, expected.Width), (actual.Batch, actual.Channels, actual.Height, actual.Width));
        Comparison.AssertWithin<double, double>(NameOf("y"), 1e-12, actual.Values, expected.Values);
    }

    private static JsonElement Cases(string op) => JsonDocument.Parse(GoldenFolder.Npz($"ops/{op}.npz")["cases"].Text).RootElement;

    private string NameOf(string array) => string.Create(CultureInfo.InvariantCulture, $"c{index}.{array}");
}
