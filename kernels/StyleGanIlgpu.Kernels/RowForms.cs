namespace StyleGanIlgpu.Kernels;

/// <summary>What <see cref="RowProductKernel{TForm}"/> does before and after its sums.</summary>
internal interface IRowForm
{
    static abstract float Input(float x);

    static abstract float Finish(RowProductArguments a, float sum, float constant);
}

/// <summary>sum + constant, activation, gain, clamp: the fully connected layer.</summary>
internal struct ActivatedRows : IRowForm
{
    public static float Input(float x) => x;

    public static float Finish(RowProductArguments a, float sum, float constant)
    {
        var y = ActivationFunctions.Apply(a.Activation, sum + constant, a.Alpha) * a.Gain;
        return MathF.Min(MathF.Max(y, -a.Clamp), a.Clamp);
    }
}

/// <summary>sum + constant: the style affines, their gains being in weights and constant.</summary>
internal struct AffineRows : IRowForm
{
    public static float Input(float x) => x;

    public static float Finish(RowProductArguments a, float sum, float constant) => sum + constant;
}

/// <summary>constant / sqrt(sum over squared styles + 1e-8): the demodulation coefficients.</summary>
internal struct DemodulationRows : IRowForm
{
    private const float Epsilon = 1e-8f;

    public static float Input(float x) => x * x;

    public static float Finish(RowProductArguments a, float sum, float constant) => constant / MathF.Sqrt(sum + Epsilon);
}
