using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// StyleGAN2's synthesis (arXiv 1912.04958, figures 2 and 7): a learned constant, then one block per resolution. Each block doubles the
/// size in conv0 and refines in conv1; the picture is summed up over all blocks (skip), or read off the last one (resnet, orig).
/// </summary>
internal sealed class StyleGan2Network : GeneratorNetwork
{
    private readonly StyleGan2Config config;
    private readonly StyleBank styles;
    private readonly Parameter constant;
    private readonly List<Block> blocks = [];
    private readonly List<LayerInfo> layers = [];
    private readonly string source;
    private readonly ParameterTable parameters;
    private int noiseLayers;

    public StyleGan2Network(Checkpoint checkpoint, StyleGan2Config config)
        : base(checkpoint)
    {
        this.config = config;
        source = checkpoint.Source;
        parameters = checkpoint.Parameters;
        if (config.Architecture is not ("skip" or "resnet" or "orig"))
            throw new ModelFormatException($"{source}: architecture is '{config.Architecture}', expected skip, resnet or orig.");
        styles = new StyleBank(config.WDim);
        constant = parameters.Require("synthesis.b4.const", ParameterTable.Any, ParameterTable.Any, ParameterTable.Any);
        var (channels, height, width) = (constant.Shape[0], constant.Shape[1], constant.Shape[2]);
        PictureSize.CheckDoubling(source, config.ImgResolution, constant);
        var wsRow = 0;
        for (var resolution = 4; resolution <= config.ImgResolution; resolution *= 2)
        {
            var block = BindBlock(resolution, ref channels, ref height, ref width, ref wsRow);
            blocks.Add(block);
        }
        // torgb reads the row that the next block's conv0 would read.
        NumWs = wsRow + 1;
        (ImageHeight, ImageWidth) = (height, width);
    }

    public override string Family => "StyleGAN2";

    public override int NumWs { get; }

    public override int ImageWidth { get; }

    public override int ImageHeight { get; }

    public override bool TakesTransform => false;

    public override bool TakesNoise => noiseLayers > 0;

    public override IReadOnlyList<LayerInfo> Layers => layers;

    public override TensorId Synthesize(PlanBuilder plan, TensorId ws, TensorId? transform, NoiseMode noise)
    {
        var s = styles.Emit(plan, ws);
        var x = plan.Maps("const", constant.Shape[0], constant.Shape[1], constant.Shape[2], blocks[0].Half);
        plan.Add(new ConstantInput(x, constant));
        TensorId? img = null;
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            // What goes into a block of float16 is cast when it enters.
            var half = i + 1 < blocks.Count ? blocks[i + 1].Half : block.Half;
            TensorId? residual = block.Skip is null ? null : EmitSkip(plan, block, x, half);
            if (block.Conv0 is not null)
                x = block.Conv0.Emit(plan, x, s, noise, half: block.Half);
            x = block.Conv1.Emit(plan, x, s, noise, residual, residual is null ? null : $"{block.Name}.x", half);
            if (block.Torgb is not null)
            {
                TensorId? below = img is { } lower ? ImageUpsampling.Emit(plan, lower, block.Filter, $"{block.Name}.upsampled") : null;
                img = block.Torgb.Emit(plan, x, s, residual: below, outputName: $"{block.Name}.img");
            }
        }
        return img!.Value;
    }

    // The residual path: 1x1 convolution first, at the lower resolution, then the up-sampling, which commutes with it.
    private static TensorId EmitSkip(PlanBuilder plan, Block block, TensorId x, HalfUse half)
    {
        var shape = plan.Shape(x);
        var weight = block.Skip!;
        var y = plan.Maps($"{block.Name}.skip.conv", weight.Shape[0], shape.Height, shape.Width, half);
        var gain = 1 / Math.Sqrt(weight.Shape[1]);
        plan.Add(new Convolution(x, y, weight, 0, new Epilogue(Gain: Math.Sqrt(0.5)), gain));
        return ImageUpsampling.Emit(plan, y, block.Filter, $"{block.Name}.skip", half);
    }

    private Block BindBlock(int resolution, ref int channels, ref int height, ref int width, ref int wsRow)
    {
        var name = $"b{resolution}";
        var filter = RequireFilter($"synthesis.{name}.resample_filter");
        var inChannels = channels;
        Parameter? skip = null;
        ModulatedConvolution? conv0 = null;
        if (resolution > 4)
        {
            (height, width) = (height * 2, width * 2);
            conv0 = BindLayer($"{name}.conv0", channels, height, width, wsRow++, upsampling: true, gain: 1);
            channels = conv0.OutChannels;
        }
        var isResnet = config.Architecture == "resnet" && resolution > 4;
        var conv1 = BindLayer($"{name}.conv1", channels, height, width, wsRow++, upsampling: false, gain: isResnet ? Math.Sqrt(0.5) : 1);
        channels = conv1.OutChannels;
        if (isResnet)
        {
            skip = parameters.Require($"synthesis.{name}.skip.weight", channels, inChannels, 1, 1);
            layers.Add(new LayerInfo($"{name}.skip", null, inChannels, channels, width, height, 1, "residual, up 2"));
        }
        ModulatedConvolution? torgb = null;
        if (config.Architecture == "skip" || resolution == config.ImgResolution)
            torgb = BindTorgb($"{name}.torgb", channels, height, width, wsRow);
        return new Block(name, filter, conv0, conv1, skip, torgb, resolution >= config.Fp16Resolution ? HalfUse.Official : HalfUse.ByName);
    }

    private ModulatedConvolution BindLayer(
        string name, int inChannels, int height, int width, int wsRow, bool upsampling, double gain)
    {
        var prefix = $"synthesis.{name}";
        var weight = parameters.Require($"{prefix}.weight", ParameterTable.Any, inChannels, ParameterTable.Any, ParameterTable.Any);
        var kernel = weight.Shape[2];
        if (weight.Shape[3] != kernel || kernel % 2 == 0)
            throw new ModelFormatException($"{source}: tensor '{weight.Name}' has a kernel of {kernel}x{weight.Shape[3]}, expected an odd square.");
        var outChannels = weight.Shape[0];
        // A scale of the weights is one of the styles: both meet in every product, and in the sums of the demodulation.
        var styleOffset = BindStyle(prefix, inChannels, wsRow, config.ScalesWeights ? 1 / Math.Sqrt((double)inChannels * kernel * kernel) : 1);
        var activation = Activations.Find(source, config.Activation);
        Noise? noise = null;
        if (config.UseNoise)
        {
            var stored = parameters.Require($"{prefix}.noise_const", height, width);
            noise = new Noise(parameters.Require($"{prefix}.noise_strength").Scalar, stored, noiseLayers++);
        }
        layers.Add(new LayerInfo(name, wsRow, inChannels, outChannels, width, height, kernel, upsampling ? "up 2" : ""));
        return new ModulatedConvolution
        {
            Name = name,
            Weight = weight,
            Padding = kernel / 2,
            StyleOffset = styleOffset,
            DemodulationOffset = styles.AddDemodulation(styleOffset, weight),
            UpsamplingFilter = upsampling ? RequireFilter($"{prefix}.resample_filter") : null,
            Noise = noise,
            Epilogue = activation with
            {
                Bias = parameters.Require($"{prefix}.bias", outChannels),
                Gain = activation.Gain * gain,
                Clamp = config.ConvClamp * gain,
            },
        };
    }

    private ModulatedConvolution BindTorgb(string name, int inChannels, int height, int width, int wsRow)
    {
        var prefix = $"synthesis.{name}";
        var weight = parameters.Require($"{prefix}.weight", config.ImgChannels, inChannels, 1, 1);
        layers.Add(new LayerInfo(name, wsRow, inChannels, config.ImgChannels, width, height, 1, "torgb"));
        return new ModulatedConvolution
        {
            Name = name,
            Weight = weight,
            Padding = 0,
            StyleOffset = BindStyle(prefix, inChannels, wsRow, 1 / Math.Sqrt(inChannels)),
            Epilogue = new Epilogue(parameters.Require($"{prefix}.bias", config.ImgChannels), Clamp: config.ConvClamp),
        };
    }

    private int BindStyle(string prefix, int channels, int wsRow, double gain) =>
        styles.AddStyle(
            wsRow,
            parameters.Require($"{prefix}.affine.weight", channels, config.WDim),
            parameters.Require($"{prefix}.affine.bias", channels),
            gain);

    private Parameter RequireFilter(string name)
    {
        var filter = parameters.Require(name, ParameterTable.Any, ParameterTable.Any);
        return filter.Shape[0] == filter.Shape[1] && filter.Shape[0] % 2 == 0 && filter.Shape[0] <= 32
            ? filter
            : throw new ModelFormatException($"{source}: tensor '{name}' is {filter.Shape[0]}x{filter.Shape[1]}, expected an even square of at most 32x32.");
    }

    private sealed record Block(
        string Name,
        Parameter Filter,
        ModulatedConvolution? Conv0,
        ModulatedConvolution Conv1,
        Parameter? Skip,
        ModulatedConvolution? Torgb,
        HalfUse Half);
}
