namespace StyleGanIlgpu.Kernels;

/// <summary>How a convolution on tensor cores brings pixels and weights from global to shared memory.</summary>
internal interface ITensorStaging
{
    /// <summary>Whether copies go past the registers, and a thread waits for groups of them.</summary>
    static abstract bool IsAsynchronous { get; }

    /// <summary>Taps whose weights are there or on their way.</summary>
    static abstract int WeightStages { get; }
}

/// <summary>cp.async: from sm_80 on.</summary>
internal readonly struct AsynchronousStaging : ITensorStaging
{
    public static bool IsAsynchronous => true;

    public static int WeightStages => TensorConvolutionBudget.AsynchronousWeightStages;
}

/// <summary>Loaded before the products of a step and stored behind them, so that the products are what the loads take.</summary>
internal readonly struct StagingInRegisters : ITensorStaging
{
    public static bool IsAsynchronous => false;

    public static int WeightStages => TensorConvolutionBudget.RegisterWeightStages;
}
