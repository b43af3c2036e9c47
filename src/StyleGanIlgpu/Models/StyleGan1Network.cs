using System.Numerics;
using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// StyleGAN1's synthesis (arXiv 1812.04948, section 2, figure 1b): a learned constant, then one block per resolution. conv0 doubles the size
/// by nearest neighbour and blurs what it makes; after each of the two convolutions come noise, bias, activation and the style, as an instance
/// normalisation with a scale and a shift. The picture is read off the last block without a style.
/// </summary>
internal sealed class StyleGan1Network : GeneratorNetwork
{
    private readonly StyleGan1Config config;
    private readonly StyleBank styles;
    private readonly Parameter constant;
    private readonly Parameter blur;
    private readonly List<Block> blocks = [];
    private readonly List<LayerInfo> layers = [];
    private readonly string source;
    private readonly ParameterTable parameters;

    public StyleGan1Network(Checkpoint checkpoint, StyleGan1Config config)
        : base(checkpoint)
    {
        this.config = config;
        source = checkpoint.Source;
        parameters = checkpoint.Parameters;
        styles = new StyleBank(config.WDim);
        constant = parameters.Require("synthesis.b4.const", ParameterTable.Any, ParameterTable.Any, ParameterTable.Any);
        blur = parameters.Require("synthesis.blur_filter", ParameterTable.Any);
        if (blur.Shape[0] % 2 == 0 || blur.Shape[0] > 31)
            throw new ModelFormatException($"{source}: tensor '{blur.Name}' has {blur.Shape[0]} taps, expected an odd number up to 31.");
        var (channels, height, width) = (constant.Shape[0], constant.Shape[1], constant.Shape[2]);
        PictureSize.CheckDoubling(source, config.ImgResolution, constant);
        for (var resolution = 4; resolution <= config.ImgResolution; resolution *= 2)
            blocks.Add(BindBlock(resolution, ref channels, ref height, ref width));
        (ImageHeight, ImageWidth) = (height, width);
    }

    public override string Family => "StyleGAN1";

    public override int NumWs => 2 * blocks.Count;

    public override int ImageWidth { get; }

    public override int ImageHeight { get; }

    public override bool TakesTransform => false;

    public override bool TakesNoise => config.UseNoise;

    public override (float Psi, int? Cutoff) DefaultTruncation => ((float)config.TruncationPsi, config.TruncationCutoff);

    public override IReadOnlyList<LayerInfo> Layers => layers;

    public override TensorId Synthesize(PlanBuilder plan, TensorId ws, TensorId? transform, NoiseMode noise)
    {
        var s = styles.Emit(plan, ws);
        var x = plan.Maps("const", constant.Shape[0], constant.Shape[1], constant.Shape[2], HalfUse.ByName);
        plan.Add(new ConstantInput(x, constant));
        // Growing: lod 1.25 stops at half the size, and mixes three quarters of it with a quarter of the picture below.
        var last = Math.Max(0, blocks.Count - 1 - (int)config.Lod);
        var below = config.Lod - (int)config.Lod;
        TensorId? img = null;
        for (var i = 0; i <= last; i++)
        {
            var block = blocks[i];
            if (block.Conv0.Weight is not null)
                x = EmitUpsampling(plan, block, x);
            x = EmitStyle(plan, block.Conv0, x, s, noise);
            x = EmitStyle(plan, block.Conv1, EmitConvolution(plan, block.Conv1, x), s, noise);
            var isMixedIn = below > 0 && i == last - 1;
            if (i == last || isMixedIn)
                img = EmitPicture(plan, block, x, isMixedIn ? below : 1 - below, img);
        }
        for (var i = last + 1; i < blocks.Count; i++)
            img = EmitDoubled(plan, img!.Value, $"{blocks[i].Name}.img");
        return img!.Value;
    }

    private static TensorId EmitConvolution(PlanBuilder plan, Layer layer, TensorId x)
    {
        var shape = plan.Shape(x);
        var y = plan.Maps($"{layer.Name}.conv", layer.Channels, shape.Height, shape.Width, HalfUse.ByName);
        plan.Add(new Convolution(x, y, layer.Weight!, layer.Weight!.Shape[2] / 2, Epilogue.None, layer.Gain));
        return y;
    }

    /// <summary>Nearest neighbour is the up-sampling filter of two equal taps; the blur that follows sees zeros around the map.</summary>
    private TensorId EmitUpsampling(PlanBuilder plan, Block block, TensorId x)
    {
        var (layer, shape) = (block.Conv0, plan.Shape(x));
        var y = plan.Maps($"{layer.Name}.conv", layer.Channels, 2 * shape.Height, 2 * shape.Width, HalfUse.ByName);
        plan.Add(new Convolution(x, y, layer.Weight!, layer.Weight!.Shape[2] / 2, Epilogue.None, layer.Gain, UpsamplingFilter: NearestNeighbour.Filter));
        var blurred = plan.Maps($"{layer.Name}.blur", layer.Channels, 2 * shape.Height, 2 * shape.Width, HalfUse.ByName);
        plan.Add(new UpFirDn(y, blurred, blur, 1, 1, 1, 1, Padding.All(blur.Shape[0] / 2)));
        return blurred;
    }

    private static TensorId EmitStyle(PlanBuilder plan, Layer layer, TensorId x, StyleTensors s, NoiseMode mode)
    {
        var shape = plan.Shape(x);
        var y = plan.Maps(layer.Name, shape.Channels, shape.Height, shape.Width, HalfUse.ByName);
        var noise = layer.Noise?.Noise.In(mode) is { } inMode ? layer.Noise with { Noise = inMode } : null;
        plan.Add(new StyledInstanceNorm(x, y, s.Styles, layer.StyleOffset, layer.Epilogue, noise));
        return y;
    }

    /// <summary>A share of this block's picture on top of what is there of the one below.</summary>
    private TensorId EmitPicture(PlanBuilder plan, Block block, TensorId x, double share, TensorId? below)
    {
        var shape = plan.Shape(x);
        var weight = block.Torgb ?? throw new InvalidOperationException($"{block.Name} was bound without a torgb.");
        TensorId? residual = below is { } img ? EmitDoubled(plan, img, $"{block.Name}.upsampled") : null;
        var picture = plan.Maps($"{block.Name}.img", config.ImgChannels, shape.Height, shape.Width);
        var epilogue = new Epilogue(block.TorgbBias, Gain: share);
        plan.Add(new Convolution(x, picture, weight, 0, epilogue, 1 / Math.Sqrt(weight.Shape[1]), Residual: residual));
        return picture;
    }

    private static TensorId EmitDoubled(PlanBuilder plan, TensorId img, string name) => ImageUpsampling.Emit(plan, img, NearestNeighbour.Filter, name);

    private Block BindBlock(int resolution, ref int channels, ref int height, ref int width)
    {
        var name = $"b{resolution}";
        if (resolution > 4)
            (height, width) = (height * 2, width * 2);
        var conv0 = BindLayer($"{name}.conv0", resolution > 4, ref channels, height, width, resolution > 4 ? "up 2, nearest, blur" : "constant");
        var conv1 = BindLayer($"{name}.conv1", true, ref channels, height, width, "");
        // Below the picture's own resolution a torgb is only of use while the network grows.
        var depth = BitOperations.Log2((uint)(config.ImgResolution / resolution));
        if (depth > Math.Ceiling(config.Lod))
            return new Block(name, conv0, conv1, null, null);
        var torgb = parameters.Require($"synthesis.{name}.torgb.weight", config.ImgChannels, channels, 1, 1);
        layers.Add(new LayerInfo($"{name}.torgb", null, channels, config.ImgChannels, width, height, 1, "torgb"));
        return new Block(name, conv0, conv1, torgb, parameters.Require($"synthesis.{name}.torgb.bias", config.ImgChannels));
    }

    private Layer BindLayer(string name, bool hasConvolution, ref int channels, int height, int width, string note)
    {
        var prefix = $"synthesis.{name}";
        var (row, inChannels) = (layers.Count(layer => layer.WsRow is not null), channels);
        var activation = Activations.Find(source, config.Activation);
        Parameter? weight = null;
        if (hasConvolution)
        {
            weight = parameters.Require($"{prefix}.weight", ParameterTable.Any, channels, ParameterTable.Any, ParameterTable.Any);
            if (weight.Shape[2] != weight.Shape[3] || weight.Shape[2] % 2 == 0)
                throw new ModelFormatException($"{source}: tensor '{weight.Name}' has a kernel of {weight.Shape[2]}x{weight.Shape[3]}, expected an odd square.");
            channels = weight.Shape[0];
        }
        var noise = config.UseNoise
            ? new ChannelNoise(
                new Noise(1, parameters.Require($"{prefix}.noise_const", height, width), row),
                parameters.Require($"{prefix}.noise_strength", channels))
            : null;
        layers.Add(new LayerInfo(name, row, inChannels, channels, width, height, weight?.Shape[2] ?? 0, note));
        return new Layer(
            name,
            weight,
            weight is null ? 1 : activation.Gain / Math.Sqrt((double)weight.Shape[1] * weight.Shape[2] * weight.Shape[3]),
            channels,
            activation with { Bias = parameters.Require($"{prefix}.bias", channels), Gain = 1 },
            noise,
            styles.AddStyle(
                row, parameters.Require($"{prefix}.affine.weight", 2 * channels, config.WDim), parameters.Require($"{prefix}.affine.bias", 2 * channels)));
    }

    /// <summary>A convolution, but for the first layer, which reads the constant itself; and what follows it.</summary>
    private sealed record Layer(string Name, Parameter? Weight, double Gain, int Channels, Epilogue Epilogue, ChannelNoise? Noise, int StyleOffset);

    private sealed record Block(string Name, Layer Conv0, Layer Conv1, Parameter? Torgb, Parameter? TorgbBias);
}
