using System.Globalization;

namespace StyleGanIlgpu.Models;

/// <summary>
/// What StyleGAN3 is designed from (arXiv 2106.12423, section 3.2 and appendix F): cutoffs and stopbands grow geometrically from layer to
/// layer, and sampling rates, sizes, channels and paddings follow. The defaults are those of config T.
/// For new networks: a checkpoint holds its own table, which goes before this one.
/// </summary>
internal sealed record StyleGan3Geometry
{
    public required int ImgResolution { get; init; }

    public int ImgChannels { get; init; } = 3;

    public int ZDim { get; init; } = 512;

    public int CDim { get; init; }

    public int WDim { get; init; } = 512;

    public int MappingLayers { get; init; } = 2;

    /// <summary>Channels of a layer are half of this over its cutoff, up to <see cref="ChannelMax"/>.</summary>
    public int ChannelBase { get; init; } = 32768;

    public int ChannelMax { get; init; } = 512;

    /// <summary>Layers, not counting torgb.</summary>
    public int NumLayers { get; init; } = 14;

    /// <summary>Layers at the end that are critically sampled.</summary>
    public int NumCritical { get; init; } = 2;

    /// <summary>Cutoff of the first layer, in cycles per picture.</summary>
    public double FirstCutoff { get; init; } = 2;

    /// <summary>Lowest stopband frequency of the first layer.</summary>
    public double FirstStopband { get; init; } = Math.Pow(2, 2.1);

    /// <summary>Sampling rate of the first layer, where the network goes on from another one (StyleGAN-XL); null where it follows from the stopband.</summary>
    public double? FirstRate { get; init; }

    /// <summary>Number of the first layer in the layers' names.</summary>
    public int FirstNumber { get; init; }

    /// <summary>Lowest stopband frequency of the last layer, over its cutoff.</summary>
    public double LastStopbandRel { get; init; } = Math.Pow(2, 0.3);

    /// <summary>Samples around the picture on every side, in all layers but the last two.</summary>
    public int MarginSize { get; init; } = 10;

    public double OutputScale { get; init; } = 0.25;

    public int NumFp16Res { get; init; } = 4;

    /// <summary>Side of the kernels: 3 in config T, 1 in config R.</summary>
    public int ConvKernel { get; init; } = 3;

    /// <summary>Taps of a filter for every factor that it changes the rate by.</summary>
    public int FilterSize { get; init; } = 6;

    /// <summary>How far the rate is raised around the non-linearity.</summary>
    public int LreluUpsampling { get; init; } = 2;

    /// <summary>True in config R: down-filters are radial, but in critically sampled layers.</summary>
    public bool UseRadialFilters { get; init; }

    public double? ConvClamp { get; init; } = 256;

    /// <summary>Config R: 1x1 kernels, radial filters, twice the channels.</summary>
    public static StyleGan3Geometry R(int imgResolution, int channelBase = 65536) => new()
    {
        ImgResolution = imgResolution,
        ChannelBase = channelBase,
        ChannelMax = 1024,
        ConvKernel = 1,
        UseRadialFilters = true,
    };

    /// <summary>Taps of a filter that changes the rate by a factor; 1 where there is no filter.</summary>
    public int Taps(int factor) => factor > 1 ? FilterSize * factor : 1;

    /// <summary>The layer table.</summary>
    public StyleGan3Config ToConfig()
    {
        var steps = Enumerable.Range(0, NumLayers + 1).Select(Step).ToArray();
        return new StyleGan3Config
        {
            ZDim = ZDim,
            CDim = CDim,
            WDim = WDim,
            ImgResolution = ImgResolution,
            ImgChannels = ImgChannels,
            MappingLayers = MappingLayers,
            OutputScale = OutputScale,
            Input = new StyleGan3InputConfig
            {
                Channels = steps[0].Channels,
                Size = [steps[0].Size, steps[0].Size],
                SamplingRate = steps[0].Rate,
                Bandwidth = steps[0].Cutoff,
            },
            Layers = [.. steps.Select((step, index) => Layer(index, steps[Math.Max(index - 1, 0)], step))],
        };
    }

    private LayerStep Step(int index)
    {
        var lastCutoff = ImgResolution / 2.0;
        var exponent = Math.Min(index / (double)(NumLayers - NumCritical), 1);
        var cutoff = FirstCutoff * Math.Pow(lastCutoff / FirstCutoff, exponent);
        var stopband = FirstStopband * Math.Pow(lastCutoff * LastStopbandRel / FirstStopband, exponent);
        var rate = index == 0 && FirstRate is { } given ? given : Math.Pow(2, Math.Ceiling(Math.Log2(Math.Min(stopband * 2, ImgResolution))));
        return new LayerStep(
            cutoff,
            Math.Max(stopband, rate / 2) - cutoff,
            rate,
            index >= NumLayers - 1 ? ImgResolution : (int)rate + 2 * MarginSize,
            index == NumLayers ? ImgChannels : (int)Math.Round(Math.Min(ChannelBase / 2.0 / cutoff, ChannelMax), MidpointRounding.ToEven));
    }

    private StyleGan3LayerConfig Layer(int index, LayerStep input, LayerStep output)
    {
        var isTorgb = index == NumLayers;
        var isCritical = index >= NumLayers - NumCritical;
        var raised = Math.Max(input.Rate, output.Rate) * (isTorgb ? 1 : LreluUpsampling);
        var up = (int)Math.Round(raised / input.Rate);
        var down = (int)Math.Round(raised / output.Rate);
        var kernel = isTorgb ? 1 : ConvKernel;
        // What the filters and the change of rate leave over or short is padded, the odd sample on the far side; padding may be negative.
        var total = (output.Size - 1) * down + 1 - (input.Size + kernel - 1) * up + Taps(up) + Taps(down) - 2;
        var low = (total + up) >> 1;
        return new StyleGan3LayerConfig
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"L{FirstNumber + index}_{output.Size}_{output.Channels}"),
            IsTorgb = isTorgb,
            IsCriticallySampled = isCritical,
            UseFp16 = output.Rate * Math.Pow(2, NumFp16Res) > ImgResolution,
            InChannels = input.Channels,
            OutChannels = output.Channels,
            InSize = [input.Size, input.Size],
            OutSize = [output.Size, output.Size],
            InSamplingRate = input.Rate,
            OutSamplingRate = output.Rate,
            InCutoff = input.Cutoff,
            OutCutoff = output.Cutoff,
            InHalfWidth = input.HalfWidth,
            OutHalfWidth = output.HalfWidth,
            ConvKernel = kernel,
            ConvClamp = ConvClamp,
            UpFactor = up,
            DownFactor = down,
            Padding = [low, total - low, low, total - low],
            DownRadial = UseRadialFilters && !isCritical && Taps(down) > 1,
        };
    }

    private readonly record struct LayerStep(double Cutoff, double HalfWidth, double Rate, int Size, int Channels);
}
