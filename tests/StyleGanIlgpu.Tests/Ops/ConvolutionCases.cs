using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of the convolution with everything around it.</summary>
internal static class ConvolutionCases
{
    private static readonly ConvolutionForm[] Forms =
    [
        new("3x3", 3, 1),
        new("3x3 modulated", 3, 1, Modulated: true),
        new("3x3 StyleGAN2 conv1", 3, 1, Modulated: true, Demodulated: true, Noise: NoiseMode.Const, Bent: StyleGan2),
        new("3x3 StyleGAN3, full padding", 3, 2, Modulated: true, Demodulated: true),
        new("3x3 unpadded", 3, 0, Smallest: 3),
        new("1x1", 1, 0),
        new("1x1 modulated", 1, 0, Modulated: true),
        new("1x1 StyleGAN3", 1, 0, Modulated: true, Demodulated: true),
        new("1x1 torgb", 1, 0, Modulated: true, Bent: new Epilogue(Clamp: 2), Residual: true, Outputs: 3),
        new("1x1 skip", 1, 0, Bent: new Epilogue(Gain: Math.Sqrt(0.5))),
        new("1x1 padded", 1, 1),
        new("5x5", 5, 2),
        new("5x5 modulated", 5, 4, Modulated: true, Demodulated: true),
        new("3x3 up 2 StyleGAN2 conv0", 3, 1, Up: _ => TestFilters.Binomial(), Modulated: true, Demodulated: true, Noise: NoiseMode.Const, Bent: StyleGan2),
        new("3x3 random noise", 3, 1, Modulated: true, Demodulated: true, Noise: NoiseMode.Random, Bent: StyleGan2),
        new("3x3 up 2 random noise", 3, 1, Up: _ => TestFilters.Binomial(), Modulated: true, Noise: NoiseMode.Random, Bent: StyleGan2),
        new("3x3 up 2", 3, 1, Up: _ => TestFilters.Binomial()),
        new("1x1 up 2", 1, 0, Up: _ => TestFilters.Binomial(), Modulated: true, Demodulated: true),
        new("5x5 up 2", 5, 2, Up: _ => TestFilters.Binomial(), Modulated: true),
        new("3x3 up 2, lopsided 4x4", 3, 1, Up: b => TestFilters.Lopsided(b, 4, 4), Modulated: true, Demodulated: true),
        new("3x3 up 2, 2x2", 3, 1, Up: b => TestFilters.Lopsided(b, 2, 2), Modulated: true),
        new("3x3 up 2, 6x6", 3, 1, Up: b => TestFilters.Lopsided(b, 6, 6), Modulated: true),
        new("3x3 up 2, 12 taps separable", 3, 1, Up: _ => TestFilters.LowPass(12, 0.5), Modulated: true),
        new("3x3 up 2, 3 taps", 3, 1, Up: b => TestFilters.Lopsided(b, 3, 3)),
        new("3x3 residual", 3, 1, Modulated: true, Demodulated: true, Noise: NoiseMode.Const, Bent: new Epilogue(Activation: Activation.LeakyRelu, Clamp: 0.8), Residual: true),
        new("3x3 up 2 residual", 3, 1, Up: _ => TestFilters.Binomial(), Modulated: true, Bent: new Epilogue(Activation: Activation.LeakyRelu, Gain: 2), Residual: true),
        new("3x3 up 2, 12 taps residual", 3, 1, Up: _ => TestFilters.LowPass(12, 0.5), Bent: new Epilogue(Activation: Activation.Sigmoid, Gain: 2), Residual: true),
        new("3x3 relu", 3, 1, Bent: new Epilogue(Activation: Activation.Relu, Gain: Math.Sqrt(2))),
        new("3x3 tanh", 3, 1, Bent: new Epilogue(Activation: Activation.Tanh)),
        new("3x3 sigmoid", 3, 1, Bent: new Epilogue(Activation: Activation.Sigmoid)),
        new("3x3 elu", 3, 1, Bent: new Epilogue(Activation: Activation.Elu, BiasGain: 0.3)),
        new("3x3 selu", 3, 1, Bent: new Epilogue(Activation: Activation.Selu)),
        new("3x3 softplus", 3, 1, Bent: new Epilogue(Activation: Activation.Softplus)),
        new("3x3 swish", 3, 1, Bent: new Epilogue(Activation: Activation.Swish, Gain: Math.Sqrt(2), Clamp: 1)),
        new("3x3 up 2 StyleGAN1", 3, 1, Up: _ => TestFilters.Box()),
    ];

    /// <summary>Sums as long as those of real networks, and maps larger than a tile, of every size of tile that the CUDA engine has.</summary>
    private static readonly (string Form, Size Size, int Outputs)[] RealSizes =
    [
        ("3x3 StyleGAN2 conv1", new Size(1, 512, 4, 4), 48),
        ("3x3 StyleGAN2 conv1", new Size(2, 64, 64, 64), 48),
        ("3x3 StyleGAN2 conv1", new Size(1, 5, 80, 80), 64),
        ("3x3 StyleGAN2 conv1", new Size(1, 9, 113, 111), 65),
        ("3x3 residual", new Size(1, 3, 161, 173), 17),
        ("3x3 up 2 StyleGAN2 conv0", new Size(1, 512, 4, 4), 48),
        ("3x3 up 2 StyleGAN2 conv0", new Size(1, 48, 40, 40), 48),
        ("3x3 up 2, lopsided 4x4", new Size(1, 3, 63, 66), 20),
        // Tall enough that a warp of the CUDA engine's filter makes several rows, and leaves a remainder.
        ("3x3 up 2 StyleGAN2 conv0", new Size(1, 5, 2061, 2), 20),
        ("3x3 up 2 residual", new Size(2, 3, 2063, 1), 9),
        ("3x3 StyleGAN3, full padding", new Size(1, 81, 52, 52), 48),
        ("1x1 StyleGAN3", new Size(1, 322, 36, 36), 48),
        ("1x1 torgb", new Size(1, 512, 16, 16), 3),
        // Four outputs, the most of the narrow kernel, and pixels that leave every remainder of a lane's four.
        ("1x1 modulated", new Size(2, 37, 5, 13), 4),
        ("1x1 StyleGAN3", new Size(2, 18, 7, 10), 4),
        ("1x1 skip", new Size(1, 33, 3, 21), 4),
        ("1x1 StyleGAN3", new Size(3, 35, 9, 9), 2),
        // Sums that more lanes share, with remainders, and one longer than the group stages at once.
        ("1x1 torgb", new Size(2, 77, 5, 13), 3),
        ("1x1 skip", new Size(1, 141, 3, 7), 4),
        ("1x1 torgb", new Size(2, 531, 2, 3), 3),
    ];

    /// <summary>Winograd's tiles on the CPU, whole and cut off: in strips of a task's own, and shared by tasks; long sums; every padding.</summary>
    private static readonly (string Form, Size Size, int Outputs)[] WinogradSizes =
    [
        ("3x3 StyleGAN2 conv1", new Size(3, 17, 57, 90), 33),
        ("3x3 residual", new Size(1, 20, 118, 13), 18),
        ("3x3 StyleGAN2 conv1", new Size(2, 290, 13, 15), 49),
        ("3x3 unpadded", new Size(2, 40, 21, 14), 47),
        ("3x3 random noise", new Size(1, 16, 30, 29), 16),
        ("3x3 up 2 StyleGAN2 conv0", new Size(2, 33, 49, 25), 81),
        ("3x3 up 2 random noise", new Size(1, 18, 31, 66), 19),
        ("3x3 up 2, 12 taps residual", new Size(2, 16, 24, 33), 40),
        ("3x3 up 2, lopsided 4x4", new Size(1, 290, 26, 24), 17),
    ];

    /// <summary>The convolution before the last torgb, which the CPU engine joins: parts of pieces, odd blocks, every kind of noise.</summary>
    private static readonly (string Form, Size Size, int Outputs)[] SizesWithRgb =
    [
        ("3x3 StyleGAN2 conv1", new Size(2, 24, 37, 70), 40),
        ("3x3 random noise", new Size(3, 17, 13, 35), 18),
        ("3x3 residual", new Size(1, 32, 66, 30), 33),
        ("3x3 unpadded", new Size(2, 20, 16, 43), 16),
    ];

    private static Epilogue StyleGan2 => new(Activation: Activation.LeakyRelu, Gain: Math.Sqrt(2), Clamp: 256);

    /// <summary>The form of this name.</summary>
    public static ConvolutionForm Form(string name) => Forms.Single(form => form.Name == name);

    public static IEnumerable<OpCase> All =>
        Forms.SelectMany((form, turn) => Sizes.All(turn, form.Smallest).Select(size => form.Case(size, Sizes.OtherChannels(size.Channels, turn))))
            .Concat(RealSizes.Select(real => Form(real.Form).Case(real.Size, real.Outputs)))
            .Concat(WinogradSizes.Select(real => Form(real.Form).Case(real.Size, real.Outputs) with { IsForCpu = true }))
            .Concat(SizesWithRgb.Select(real => (Form(real.Form) with { Name = $"{real.Form} and torgb", Rgb = true }).Case(real.Size, real.Outputs) with { IsForCpu = true }));
}
