namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>ScaledStylesKernel</c> takes.</summary>
partial struct ScaledStylesArguments
{
    /// <summary>Factors of the input channels of all layers in rows [N, StyleStride].</summary>
    public DeviceFloats Styles;

    /// <summary>Demodulation coefficients in rows [N, DemodulationStride]; empty where no layer has any.</summary>
    public DeviceFloats Demodulation;

    /// <summary>The largest weight of every output channel of the layers, by magnitude [CoefficientStride].</summary>
    public DeviceFloats Largest;

    /// <summary>Of every layer <see cref="LayerLength"/> numbers: where its styles begin, how many, where its demodulation begins (-1: it has none), where its coefficients begin, how many.</summary>
    public DeviceInts Layers;

    /// <summary>The styles over the largest of their layer and sample [N, StyleStride], where the styles have them.</summary>
    public DeviceFloats ScaledStyles;

    /// <summary>What gives both scales back to a sum, times the demodulation [N, CoefficientStride].</summary>
    public DeviceFloats Coefficients;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Floats from one sample of the demodulation to the next.</summary>
    public int DemodulationStride;

    /// <summary>Floats from one sample of the coefficients to the next.</summary>
    public int CoefficientStride;

    /// <summary>Numbers that a layer has in the table.</summary>
    public const int LayerLength = 5;

    /// <summary>Threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>A group a layer (x) and sample (y).</summary>
    public static KernelLaunch Launch(int layers, int batch) => new("scaled_styles", new Extent(layers, batch), new Extent(Threads));
}
