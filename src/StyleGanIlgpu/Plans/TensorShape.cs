namespace StyleGanIlgpu.Plans;

/// <summary>The static shape [N, C, H, W] of a tensor; rows have H = W = 1.</summary>
internal readonly record struct TensorShape(int Batch, int Channels, int Height = 1, int Width = 1)
{
    /// <summary>Elements of one sample.</summary>
    public int SampleLength => checked(Channels * Height * Width);

    /// <summary>Elements of the whole batch.</summary>
    public int Length => checked(Batch * SampleLength);

    public override string ToString() => Height == 1 && Width == 1 ? $"[{Batch}, {Channels}]" : $"[{Batch}, {Channels}, {Height}, {Width}]";
}
