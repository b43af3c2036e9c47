using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// StyleGAN3's synthesis (arXiv 2106.12423, figure 4): Fourier features that can be moved and turned, then layers of modulated convolution
/// and filtered non-linearity whose sampling rates and cutoffs grow step by step. T has 3x3 kernels, R has 1x1 kernels and radial filters.
/// </summary>
internal sealed class StyleGan3Network : GeneratorNetwork
{
    private readonly StyleGan3Config config;
    private readonly StyleBank styles;
    private readonly ParameterTable parameters;
    private readonly string source;
    private readonly Parameter frequencies;
    private readonly Parameter phases;
    private readonly Parameter inputWeight;
    private readonly Parameter? storedTransform;
    private readonly int inputStyleOffset;
    private readonly List<Layer> bound = [];
    private readonly List<LayerInfo> layers = [];

    public StyleGan3Network(Checkpoint checkpoint, StyleGan3Config config)
        : base(checkpoint)
    {
        this.config = config;
        source = checkpoint.Source;
        parameters = checkpoint.Parameters;
        styles = new StyleBank(config.WDim);
        var (input, channels) = (config.Input, config.Input.Channels);
        CheckSize("synthesis.input", input.Size);
        if (!(input.SamplingRate / 2 > input.Bandwidth && input.Bandwidth > 0))
            throw new ModelFormatException(
                $"{source}: synthesis.input has bandwidth {input.Bandwidth} at sampling rate {input.SamplingRate}, expected less than half of the rate.");
        frequencies = parameters.Require("synthesis.input.freqs", channels, 2);
        phases = parameters.Require("synthesis.input.phases", channels);
        var mixing = parameters.Require("synthesis.input.weight", channels, channels);
        inputWeight = new Parameter(mixing.Name, [channels, channels, 1, 1], mixing.Values);
        if (parameters.Contains("synthesis.input.transform"))
            storedTransform = parameters.Require("synthesis.input.transform", 3, 3);
        inputStyleOffset = BindStyle("synthesis.input", 4, 0, 1, normalize: false);
        layers.Add(new LayerInfo("input", 0, channels, channels, input.Size[0], input.Size[1], 1, "Fourier features"));

        var size = input.Size;
        foreach (var layer in config.Layers)
        {
            bound.Add(BindLayer(layer, channels, size, bound.Count + 1));
            (channels, size) = (layer.OutChannels, layer.OutSize);
        }
        if (bound.Count == 0 || channels != config.ImgChannels)
            throw new ModelFormatException($"{source}: the last synthesis layer has {channels} channels, expected img_channels = {config.ImgChannels}.");
        (ImageWidth, ImageHeight) = (size[0], size[1]);
    }

    public override string Family => DrawsClasses ? "StyleGAN-XL" : config.Layers.Any(l => l.ConvKernel > 1 && !l.IsTorgb) ? "StyleGAN3-T" : "StyleGAN3-R";

    public override int NumWs => bound.Count + 1;

    public override int ImageWidth { get; }

    public override int ImageHeight { get; }

    public override bool TakesTransform => true;

    public override bool TakesNoise => false;

    public override IReadOnlyList<LayerInfo> Layers => layers;

    public override void WriteStoredTransform(Span<float> matrix)
    {
        if (storedTransform is not null)
            storedTransform.Span.CopyTo(matrix);
        else
            default(ImageTransform).WriteInverse(matrix);
    }

    public override TensorId Synthesize(PlanBuilder plan, TensorId ws, TensorId? transform, NoiseMode noise)
    {
        var s = styles.Emit(plan, ws);
        var (width, height) = (config.Input.Size[0], config.Input.Size[1]);
        var features = plan.Maps("input.features", config.Input.Channels, height, width, HalfUse.ByName);
        plan.Add(new FourierFeatures(
            s.Styles, inputStyleOffset, transform!.Value, features, frequencies, phases, config.Input.SamplingRate, config.Input.Bandwidth));
        var x = plan.Maps("input", config.Input.Channels, height, width, Half(bound[0]));
        plan.Add(new Convolution(features, x, inputWeight, 0, Epilogue.None, 1 / Math.Sqrt(config.Input.Channels)));
        for (var i = 0; i < bound.Count; i++)
            x = EmitLayer(plan, bound[i], x, s, i + 1 < bound.Count ? Half(bound[i + 1]) : HalfUse.Never);
        return x;
    }

    /// <summary>What goes into a layer of float16 is cast when it enters.</summary>
    private static HalfUse Half(Layer layer) => layer.Config.UseFp16 ? HalfUse.Official : HalfUse.ByName;

    private static TensorId EmitLayer(PlanBuilder plan, Layer layer, TensorId x, StyleTensors s, HalfUse outputHalf)
    {
        if (layer.Filters is not { } filters)
            return layer.Convolution.Emit(plan, x, s, half: outputHalf);
        var y = layer.Convolution.Emit(plan, x, s, outputName: $"{layer.Config.Name}.conv", half: Half(layer));
        var output = plan.Maps(layer.Config.Name, layer.Config.OutChannels, layer.Config.OutSize[1], layer.Config.OutSize[0], outputHalf);
        plan.Add(filters with { Input = y, Output = output });
        return output;
    }

    private Layer BindLayer(StyleGan3LayerConfig layer, int inChannels, int[] inSize, int wsRow)
    {
        var prefix = $"synthesis.{layer.Name}";
        CheckSize(prefix, layer.OutSize);
        if (!layer.InSize.AsSpan().SequenceEqual(inSize))
            throw Contradiction(prefix, "in_size", layer.InSize, inSize);
        var kernel = layer.ConvKernel;
        var weight = parameters.Require($"{prefix}.weight", layer.OutChannels, inChannels, kernel, kernel);
        var bias = parameters.Require($"{prefix}.bias", layer.OutChannels);
        // 1 / sqrt of the running mean square of the input; it acts on the weights after demodulation.
        var magnitude = parameters.Require($"{prefix}.magnitude_ema").Scalar;
        if (!(magnitude > 0))
            throw new ModelFormatException($"{source}: tensor '{prefix}.magnitude_ema' is {magnitude}, expected more than 0.");
        var inputGain = 1 / Math.Sqrt(magnitude);
        var torgbGain = inputGain / Math.Sqrt((double)inChannels * kernel * kernel);
        var styleOffset = BindStyle(prefix, inChannels, wsRow, layer.IsTorgb ? torgbGain : 1, normalize: !layer.IsTorgb);
        var convolution = new ModulatedConvolution
        {
            Name = layer.Name,
            Weight = weight,
            Padding = kernel - 1,
            StyleOffset = styleOffset,
            DemodulationOffset = layer.IsTorgb ? null : styles.AddDemodulation(styleOffset, weight, inputGain, normalizeWeight: true),
            Epilogue = Epilogue.None,
        };
        layers.Add(new LayerInfo(
            layer.Name, wsRow, inChannels, layer.OutChannels, layer.OutSize[0], layer.OutSize[1], kernel, Describe(layer)));
        return layer.IsTorgb ? BindTorgb(layer, convolution, bias) : BindFilters(layer, convolution, bias);
    }

    // torgb has neither filters nor activation: bias and clamp, then the scale of the output, which commutes with both.
    private Layer BindTorgb(StyleGan3LayerConfig layer, ModulatedConvolution convolution, Parameter bias)
    {
        var size = layer.InSize.Select(extent => extent + layer.ConvKernel - 1).ToArray();
        if (layer.UpFactor != 1 || layer.DownFactor != 1 || layer.Padding.Any(p => p != 0) || !layer.OutSize.SequenceEqual(size))
            throw Contradiction($"synthesis.{layer.Name}", "out_size", layer.OutSize, size);
        var epilogue = new Epilogue(bias, Gain: config.OutputScale, Clamp: layer.ConvClamp * config.OutputScale);
        return new Layer(layer, convolution with { Epilogue = epilogue }, null);
    }

    private Layer BindFilters(StyleGan3LayerConfig layer, ModulatedConvolution convolution, Parameter bias)
    {
        var prefix = $"synthesis.{layer.Name}";
        if (layer.UpFactor is < 1 or > 8 || layer.DownFactor is < 1 or > 8 || layer.Padding.Length != 4)
            throw new ModelFormatException(
                $"{source}: {prefix} has up_factor {layer.UpFactor}, down_factor {layer.DownFactor} and {layer.Padding.Length} paddings, expected 1 to 8, 1 to 8 and 4.");
        var up = FindFilter($"{prefix}.up_filter");
        var down = FindFilter($"{prefix}.down_filter");
        var size = new int[2];
        for (var axis = 0; axis < 2; axis++)
        {
            var padding = (long)layer.Padding[2 * axis] + layer.Padding[2 * axis + 1];
            var samples = (layer.InSize[axis] + layer.ConvKernel - 1L) * layer.UpFactor + padding - (Taps(up) - 1) - (Taps(down) - 1);
            size[axis] = (int)Math.Clamp((samples - 1) / layer.DownFactor + 1, -1, PictureSize.Largest + 1);
        }
        if (!layer.OutSize.SequenceEqual(size))
            throw Contradiction(prefix, "out_size", layer.OutSize, size);
        var padding4 = new Padding(layer.Padding[0], layer.Padding[1], layer.Padding[2], layer.Padding[3]);
        var filters = new FilteredLeakyRelu(
            default, default, up, down, bias, layer.UpFactor, layer.DownFactor, padding4, Math.Sqrt(2), 0.2, layer.ConvClamp);
        return new Layer(layer, convolution, filters);
    }

    private int BindStyle(string prefix, int channels, int wsRow, double gain, bool normalize) =>
        styles.AddStyle(
            wsRow,
            parameters.Require($"{prefix}.affine.weight", channels, config.WDim),
            parameters.Require($"{prefix}.affine.bias", channels),
            gain,
            normalize);

    private Parameter? FindFilter(string name)
    {
        if (!parameters.TryGet(name, out var filter))
            return null;
        var fits = filter.Shape.Length is 1 or 2 && filter.Shape.All(taps => taps is > 0 and <= 64) && filter.Shape[0] == filter.Shape[^1];
        return fits ? filter : throw new ModelFormatException($"{source}: tensor '{name}' is [{string.Join(", ", filter.Shape)}], expected [n] or [n, n] with n up to 64.");
    }

    private static int Taps(Parameter? filter) => filter?.Shape[^1] ?? 1;

    private void CheckSize(string name, int[] size)
    {
        if (size.Length != 2 || size.Any(extent => extent is < 1 or > PictureSize.Largest))
            throw new ModelFormatException($"{source}: {name} has size [{string.Join(", ", size)}], expected two numbers from 1 to {PictureSize.Largest}.");
    }

    private ModelFormatException Contradiction(string prefix, string what, int[] found, int[] expected) => new(
        $"{source}: {prefix} has {what} [{string.Join(", ", found)}], expected [{string.Join(", ", expected)}] from the layers before it and its own filters.");

    private static string Describe(StyleGan3LayerConfig layer) => layer.IsTorgb
        ? "torgb"
        : $"up {layer.UpFactor}, down {layer.DownFactor}{(layer.DownRadial ? ", radial" : "")}{(layer.IsCriticallySampled ? ", critical" : "")}";

    private sealed record Layer(StyleGan3LayerConfig Config, ModulatedConvolution Convolution, FilteredLeakyRelu? Filters);
}
