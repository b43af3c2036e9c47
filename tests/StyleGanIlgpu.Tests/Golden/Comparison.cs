using System.Globalization;
using System.Numerics;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>
/// How far an array is from what it should be. Relative RMSE is the root mean square of the difference over that of the expected values;
/// a NaN anywhere gives NaN, which is within no limit.
/// </summary>
internal readonly record struct Comparison(double RelativeRmse, double MaxAbs)
{
    public static Comparison Of<TActual, TExpected>(ReadOnlySpan<TActual> actual, ReadOnlySpan<TExpected> expected)
        where TActual : INumberBase<TActual>
        where TExpected : INumberBase<TExpected>
    {
        if (actual.Length != expected.Length)
            Assert.Fail($"{actual.Length} values, expected {expected.Length}.");
        double squares = 0, expectedSquares = 0, maxAbs = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            var wanted = double.CreateChecked(expected[i]);
            var difference = double.CreateChecked(actual[i]) - wanted;
            squares += difference * difference;
            expectedSquares += wanted * wanted;
            maxAbs = Math.Max(maxAbs, Math.Abs(difference));
        }
        // An expected array of zeros has no scale of its own: only exact zeros match it.
        var relative = squares == 0 ? 0 : Math.Sqrt(squares / expectedSquares);
        return new Comparison(relative, maxAbs);
    }

    /// <summary>Fails, with the name and the figures, unless the relative RMSE is within the limit.</summary>
    public static Comparison AssertWithin<TActual, TExpected>(
        string name, double limit, ReadOnlySpan<TActual> actual, ReadOnlySpan<TExpected> expected)
        where TActual : INumberBase<TActual>
        where TExpected : INumberBase<TExpected>
    {
        if (actual.Length != expected.Length)
            Assert.Fail($"{name}: {actual.Length} values, expected {expected.Length}.");
        var comparison = Of(actual, expected);
        if (!(comparison.RelativeRmse <= limit))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}: {comparison}, limit {limit:g3}."));
        return comparison;
    }

    /// <summary>Fails at the first element that differs in any bit.</summary>
    public static void AssertSameBits(string name, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
            Assert.Fail($"{name}: {actual.Length} values, expected {expected.Length}.");
        for (var i = 0; i < actual.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(actual[i]) != BitConverter.SingleToInt32Bits(expected[i]))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}: element {i} is {actual[i]:g9}, expected {expected[i]:g9} exactly."));
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"relative RMSE {RelativeRmse:g3}, max abs {MaxAbs:g3}");
}
