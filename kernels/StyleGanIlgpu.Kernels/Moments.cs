namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Mean and summed squared deviation of a set of values, four channels at once. A thread adds up its own few values as differences from the
/// first of them; sets are merged by the formula of Chan, Golub and LeVeque (1979). Neither loses where the mean is large beside the deviation.
/// </summary>
internal struct Moments
{
    public float Count;
    public Float4 Mean;
    public Float4 Squares;
    private Float4 first;

    /// <summary>Another value: until the set is finished, Mean and Squares are sums of differences from the first.</summary>
    public void Add(Float4 value)
    {
        if (Count == 0)
            first = value;
        Count += 1;
        var difference = QuadMath.MultiplyAdd(first, -1, value);
        Mean = QuadMath.Add(Mean, difference);
        Squares = QuadMath.MultiplyAdd(difference, difference, Squares);
    }

    /// <summary>Makes mean and squared deviation of the sums.</summary>
    public void Finish()
    {
        var sum = Mean;
        var shift = QuadMath.Multiply(sum, QuadMath.Splat(Count > 0 ? 1 / Count : 0));
        Mean = QuadMath.Add(first, shift);
        Squares = QuadMath.MultiplyAdd(QuadMath.Multiply(sum, QuadMath.Splat(-1)), shift, Squares);
    }

    /// <summary>This set and another together; either may be empty.</summary>
    public void Merge(Moments other)
    {
        var count = Count + other.Count;
        var share = count > 0 ? other.Count / count : 0;
        var difference = QuadMath.MultiplyAdd(Mean, -1, other.Mean);
        Squares = QuadMath.MultiplyAdd(QuadMath.Multiply(difference, difference), share * Count, QuadMath.Add(Squares, other.Squares));
        Mean = QuadMath.MultiplyAdd(difference, share, Mean);
        Count = count;
    }
}
