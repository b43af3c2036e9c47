namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>Mean and sum of squared deviations of every lane, in the arena or in scratch; merged as Chan, Golub and LeVeque (1979) do.</summary>
internal readonly unsafe struct ChannelMoments(double* values)
{
    /// <summary>Bytes of one.</summary>
    public static int Bytes => 2 * SimdLevel.Lanes * sizeof(double);

    private double* Means => values;

    private double* Squares => values + SimdLevel.Lanes;

    /// <summary>Those of a chunk, stored one after another from an offset of the arena on.</summary>
    public static ChannelMoments Of(in CpuFrame frame, long offset, int chunk) => new((double*)(frame.Arena + offset) + (nint)chunk * 2 * SimdLevel.Lanes);

    public void Clear() => new Span<double>(values, 2 * SimdLevel.Lanes).Clear();

    /// <summary>Adds numbers whose moments are known to those that are in already.</summary>
    public void Merge(int countHere, float* means, float* squares, int count)
    {
        for (var lane = 0; lane < SimdLevel.Lanes; lane++)
            Merge(lane, countHere, means[lane], squares[lane], count);
    }

    /// <inheritdoc cref="Merge(int, float*, float*, int)"/>
    public void Merge(int countHere, ChannelMoments other, int count)
    {
        for (var lane = 0; lane < SimdLevel.Lanes; lane++)
            Merge(lane, countHere, other.Means[lane], other.Squares[lane], count);
    }

    public (double Mean, double Squares) this[int lane] => (Means[lane], Squares[lane]);

    private void Merge(int lane, int countHere, double mean, double squares, int count)
    {
        var (delta, sum) = (mean - Means[lane], (double)countHere + count);
        Means[lane] += delta * (count / sum);
        Squares[lane] += squares + (delta * delta * (countHere * (count / sum)));
    }
}
