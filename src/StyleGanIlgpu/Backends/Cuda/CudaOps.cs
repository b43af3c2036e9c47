using StyleGanIlgpu.Backends.Cuda.Ops;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Which compiler describes the launches of which op.</summary>
internal static class CudaOps
{
    private static readonly Dictionary<Type, Action<PlanOp, CudaCompilation>> Compilers = new()
    {
        [typeof(ConstantInput)] = (op, c) => ConstantInputLaunches.Compile((ConstantInput)op, c),
        [typeof(Demodulations)] = (op, c) => DemodulationsLaunches.Compile((Demodulations)op, c),
        [typeof(FilteredLeakyRelu)] = (op, c) => FilteredLeakyReluLaunches.Compile((FilteredLeakyRelu)op, c),
        [typeof(FourierFeatures)] = (op, c) => FourierFeaturesLaunches.Compile((FourierFeatures)op, c),
        [typeof(FullyConnected)] = (op, c) => FullyConnectedLaunches.Compile((FullyConnected)op, c),
        [typeof(NormalizeSecondMoment)] = (op, c) => NormalizeSecondMomentLaunches.Compile((NormalizeSecondMoment)op, c),
        [typeof(StyleAffines)] = (op, c) => StyleAffinesLaunches.Compile((StyleAffines)op, c),
        [typeof(StyledInstanceNorm)] = (op, c) => StyledInstanceNormLaunches.Compile((StyledInstanceNorm)op, c),
        [typeof(ToRgb8)] = (op, c) => ToRgb8Launches.Compile((ToRgb8)op, c),
        [typeof(Truncate)] = (op, c) => TruncateLaunches.Compile((Truncate)op, c),
        [typeof(Convolution)] = (op, c) => ConvolutionLaunches.Compile((Convolution)op, c),
        [typeof(UpFirDn)] = (op, c) => UpFirDnLaunches.Compile((UpFirDn)op, c),
    };

    /// <summary>Whether the engine has an op.</summary>
    public static bool Has(Type op) => Compilers.ContainsKey(op);

    /// <exception cref="NotSupportedException">The engine lacks the op.</exception>
    public static void Compile(PlanOp op, CudaCompilation compilation)
    {
        if (!Compilers.TryGetValue(op.GetType(), out var compile))
            throw new NotSupportedException($"The CUDA engine has no {op.GetType().Name}.");
        compile(op, compilation);
    }
}
