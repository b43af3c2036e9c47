using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

/// <summary>Modulated convolutions put together from the reference's pieces: the activations are modulated, never the weights.</summary>
public class ModulatedConvolutionGoldenTests
{
    public static TheoryData<int> StyleGan2Cases => GoldenOpCase.Indices("modulated_conv2d_sg2");

    public static TheoryData<int> StyleGan3Cases => GoldenOpCase.Indices("modulated_conv2d_sg3");

    [Fact]
    public void All_cases_are_there() => Assert.Equal((16, 12), (StyleGan2Cases.Count, StyleGan3Cases.Count));

    [Theory]
    [MemberData(nameof(StyleGan2Cases))]
    public void Reference_agrees_on_StyleGAN2(int index)
    {
        var golden = GoldenOpCase.Open("modulated_conv2d_sg2", index);
        var (weight, styles) = (golden.Tensor("weight"), golden.Tensor("styles"));
        var y = ReferenceConvolution.Resample(
            golden.Tensor("x").ScaledByRows(styles, 0),
            weight,
            golden.Filter("f"),
            golden.Int("up"),
            down: 1,
            golden.Padding("padding"),
            golden.Bool("flip_weight"));
        if (golden.Bool("demodulate"))
            y = y.ScaledByRows(ReferenceDemodulations.Coefficients(weight, styles, 0, normalizeWeight: false, gain: 1), 0);
        if (golden.Optional("noise") is not null)
            y = ReferenceConvolution.WithNoise(y, golden.Tensor("noise"), strength: 1);
        golden.AssertOutput(y);
    }

    [Theory]
    [MemberData(nameof(StyleGan3Cases))]
    public void Reference_agrees_on_StyleGAN3(int index)
    {
        var golden = GoldenOpCase.Open("modulated_conv2d_sg3", index);
        var (weight, styles) = (golden.Tensor("w"), golden.Tensor("s"));
        Nchw? coefficients = null;
        if (golden.Bool("demodulate"))
        {
            styles = ReferenceStyleAffines.Normalize(styles, acrossBatch: true);
            coefficients = ReferenceDemodulations.Coefficients(weight, styles, 0, normalizeWeight: true, gain: 1);
        }
        var y = ReferenceConvolution.Resample(
            golden.Tensor("x").ScaledByRows(styles, 0).ScaledByRows(InputGain(golden, styles), 0),
            weight,
            FirFilter.Identity,
            up: 1,
            down: 1,
            golden.Padding("padding"),
            flipWeight: true);
        golden.AssertOutput(coefficients is null ? y : y.ScaledByRows(coefficients, 0));
    }

    /// <summary>The gain may be absent, one number, one per channel, or one per sample and channel.</summary>
    private static Nchw InputGain(GoldenOpCase golden, Nchw styles)
    {
        var gain = golden.Optional("input_gain");
        var gains = new Nchw(styles.Batch, styles.Channels);
        for (var i = 0; i < gains.Values.Length; i++)
            gains.Values[i] = gain is null ? 1 : gain.Doubles[i % gain.Length];
        return gains;
    }
}
