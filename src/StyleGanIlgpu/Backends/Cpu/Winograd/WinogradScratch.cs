using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Where the parts of a task's scratch lie, in floats, whole cache lines each.</summary>
internal sealed class WinogradScratch
{
    /// <summary>Pixels of a row of outputs of the widest piece.</summary>
    public static readonly int RowColumns = WinogradTiles.Most * WinogradForm.Plain.Outputs;

    public WinogradScratch(WinogradConvolution convolution)
    {
        var (lanes, form, parts) = (SimdLevel.Lanes, WinogradForm.Plain, new ScratchParts());
        Style = parts.Take((long)convolution.Tensors.InBlocks * lanes);
        Transform = parts.Take(Math.Max(WinogradTiles.InputScratch(form), WinogradTiles.OutputScratch(form)));
        InputBytes = parts.Bytes;

        Demodulation = parts.Take((long)convolution.Tensors.OutBlocks * lanes);
        Noise = parts.Take(form.Outputs * RowColumns);
        Rows = parts.Take(form.Outputs * RowColumns * lanes);
        ProductFloats = form.Points * ConvolutionPanels.TileVectors * lanes;
        Products = parts.Take(((long)convolution.Tiling.GroupTiles * convolution.Tiling.Capacity + ConvolutionKernel.Slack) * ProductFloats);
        Strip = parts.Take(convolution.Tiling.IsShared ? 0 : convolution.StripFloats);
        Rgb = convolution.Rgb?.Scratch(parts) ?? default;
        Bytes = parts.Bytes;
    }

    /// <summary>Bytes of what transforming inputs takes.</summary>
    public int InputBytes { get; }

    public int Bytes { get; }

    /// <summary>The style, a factor for every input channel.</summary>
    public long Style { get; }

    /// <summary>Room for transforming tiles.</summary>
    public long Transform { get; }

    /// <summary>A factor for every output channel.</summary>
    public long Demodulation { get; }

    /// <summary>The noise of a piece, row by row.</summary>
    public long Noise { get; }

    /// <summary>The outputs of a piece before they are finished: [row][column][B].</summary>
    public long Rows { get; }

    /// <summary>Products: [output tile][tile][point][2 * B].</summary>
    public long Products { get; }

    /// <summary>Floats of a tile's products.</summary>
    public int ProductFloats { get; }

    /// <summary>Where torgb works, if there is one.</summary>
    public WinogradRgbScratch Rgb { get; }

    /// <summary>The transformed strip, where it isn't shared.</summary>
    public long Strip { get; }
}
