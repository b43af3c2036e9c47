namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Rounds numbers so that their sum stays what it was: what one is off by, the next smaller one makes up for.</summary>
internal static class SumKeepingRounding
{
    /// <summary>Rounds in place.</summary>
    /// <param name="values">Runs of numbers, one after another.</param>
    /// <param name="length">Of a run, each of which keeps its own sum.</param>
    /// <param name="round">To a number that there is.</param>
    public static void Apply(Span<double> values, int length, Func<double, double> round)
    {
        var keys = new double[length];
        var order = new int[length];
        for (var first = 0; first < values.Length; first += length)
        {
            var run = values.Slice(first, length);
            for (var i = 0; i < length; i++)
                (keys[i], order[i]) = (-Math.Abs(run[i]), i);
            // A stable order, so that equal numbers are rounded alike everywhere.
            order.AsSpan().Sort((a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
            var missing = 0.0;
            foreach (var i in order)
            {
                var rounded = round(run[i] + missing);
                missing += run[i] - rounded;
                run[i] = rounded;
            }
        }
    }
}
