using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>All cases of all ops: the one list.</summary>
internal static class OpCases
{
    public static IReadOnlyDictionary<string, IReadOnlyList<OpCase>> ByOp { get; } = new Dictionary<string, IReadOnlyList<OpCase>>
    {
        [nameof(ConstantInput)] = [.. ConstantInputCases.All],
        [nameof(Convolution)] = [.. ConvolutionCases.All],
        [nameof(Demodulations)] = [.. DemodulationsCases.All],
        [nameof(FilteredLeakyRelu)] = [.. FilteredLeakyReluCases.All],
        [nameof(FourierFeatures)] = [.. FourierFeaturesCases.All],
        [nameof(FullyConnected)] = [.. FullyConnectedCases.All],
        [nameof(NormalizeSecondMoment)] = [.. NormalizeSecondMomentCases.All],
        [nameof(StyleAffines)] = [.. StyleAffinesCases.All],
        [nameof(StyledInstanceNorm)] = [.. StyledInstanceNormCases.All],
        [nameof(ToRgb8)] = [.. ToRgb8Cases.All],
        [nameof(Truncate)] = [.. TruncateCases.All],
        [nameof(UpFirDn)] = [.. UpFirDnCases.All],
    };

    public static IEnumerable<OpCase> All => ByOp.Values.SelectMany(cases => cases);

    private static readonly Dictionary<string, OpCase> ByName = All.ToDictionary(c => c.Name);

    public static OpCase Find(string name) => ByName[name];
}
