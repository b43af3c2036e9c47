namespace StyleGanIlgpu.GpuCheck;

/// <summary>How far numbers are from those that are expected. NaN, which is within no limit, where their count is another.</summary>
internal static class Difference
{
    /// <summary>Share of bytes that are off by one; NaN where one is off by more.</summary>
    public static double ShareOffByOne(ReadOnlySpan<byte> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
            return double.NaN;
        double sum = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            sum += difference <= 1 ? difference : double.NaN;
        }
        return sum / actual.Length;
    }

    /// <summary>Root mean square of the difference over that of the expected values; NaN where a value is NaN, or all expected are 0.</summary>
    public static double RelativeRmse(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
            return double.NaN;
        double difference = 0, scale = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            difference += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
            scale += (double)expected[i] * expected[i];
        }
        return Math.Sqrt(difference / scale);
    }
}
