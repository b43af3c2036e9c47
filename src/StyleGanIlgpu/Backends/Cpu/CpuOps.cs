using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Backends.Cpu.Ops;
using StyleGanIlgpu.Backends.Cpu.Winograd;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Which compiler makes the phases of which op.</summary>
internal static class CpuOps
{
    private static readonly Dictionary<Type, Action<PlanOp, CpuCompilation>> Compilers = new()
    {
        [typeof(ConstantInput)] = (op, c) => ConstantInputPhase.Compile((ConstantInput)op, c),
        [typeof(Convolution)] = (op, c) => ConvolutionPhase.Compile((Convolution)op, c),
        [typeof(ConvolutionAndRgb)] = (op, c) => WinogradConvolution.Compile(((ConvolutionAndRgb)op).Main, ((ConvolutionAndRgb)op).Rgb, c),
        [typeof(Demodulations)] = (op, c) => CpuDemodulations.Compile((Demodulations)op, c),
        [typeof(FilteredLeakyRelu)] = (op, c) => FilteredLeakyReluPhase.Compile((FilteredLeakyRelu)op, c),
        [typeof(FourierFeatures)] = (op, c) => FourierFeaturesPhase.Compile((FourierFeatures)op, c),
        [typeof(FullyConnected)] = (op, c) => CpuFullyConnected.Compile((FullyConnected)op, c),
        [typeof(NormalizeSecondMoment)] = (op, c) => NormalizeSecondMomentPhase.Compile((NormalizeSecondMoment)op, c),
        [typeof(StyleAffines)] = (op, c) => CpuStyleAffines.Compile((StyleAffines)op, c),
        [typeof(StyledInstanceNorm)] = (op, c) => StyledInstanceNormPhases.Compile((StyledInstanceNorm)op, c),
        [typeof(ToRgb8)] = (op, c) => ToRgb8Phase.Compile((ToRgb8)op, c),
        [typeof(Truncate)] = (op, c) => TruncatePhase.Compile((Truncate)op, c),
        [typeof(UpFirDn)] = (op, c) => UpFirDnPhase.Compile((UpFirDn)op, c),
    };

    /// <exception cref="NotSupportedException">The engine lacks the op.</exception>
    public static void Compile(PlanOp op, CpuCompilation compilation)
    {
        if (!Compilers.TryGetValue(op.GetType(), out var compile))
            throw new NotSupportedException($"The CPU engine has no {op.GetType().Name}.");
        compile(op, compilation);
    }
}
