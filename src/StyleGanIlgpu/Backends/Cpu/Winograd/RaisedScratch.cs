using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Where the parts of a task's scratch lie, in floats, whole cache lines each.</summary>
internal sealed class RaisedScratch
{
    public RaisedScratch(RaisedConvolution convolution)
    {
        var (lanes, form, tiling, parts) = (SimdLevel.Lanes, WinogradForm.Raised, convolution.Tiling, new ScratchParts());
        Style = parts.Take((long)convolution.Tensors.InBlocks * lanes);
        Transform = parts.Take(WinogradTiles.InputScratch(form));
        InputBytes = parts.Bytes;

        RowColumns = tiling.Columns * form.Outputs;
        Demodulation = parts.Take((long)convolution.Tensors.OutBlocks * lanes);
        Noise = parts.Take((long)tiling.Rows * form.Outputs * RowColumns);
        Products = parts.Take(
            tiling.GroupTiles * form.Points * (long)convolution.ProductStride + ConvolutionKernel.Slack * ConvolutionPanels.TileVectors * lanes);
        Rows = parts.Take((long)form.Outputs * form.Values * tiling.Columns * lanes);
        Window = parts.Take((long)(RaisedAxis.FilterTaps - 1 + form.Outputs) * RowColumns * lanes);
        KeptFloats = (RaisedAxis.FilterTaps - 1) * RowColumns * lanes;
        Kept = parts.Take(tiling.Rows < tiling.BandRows ? (long)convolution.Tensors.OutBlocks * KeptFloats : 0);
        Strip = parts.Take(tiling.IsShared ? 0 : convolution.StripFloats);
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

    /// <summary>The noise of a strip's outputs, row by row.</summary>
    public long Noise { get; }

    /// <summary>Products: [output tile][point][tile][2 * B].</summary>
    public long Products { get; }

    /// <summary>A row of tiles between the two directions of its transform: [sum down][tile][value across][B].</summary>
    public long Rows { get; }

    /// <summary>Rows that are filtered along themselves, under the filter down the columns: three before a row of tiles, and its six.</summary>
    public long Window { get; }

    /// <summary>Pixels of a row of the window.</summary>
    public int RowColumns { get; }

    /// <summary>The last three rows of a strip for the next one: [block][row][column][B].</summary>
    public long Kept { get; }

    /// <summary>Floats of a block's last rows.</summary>
    public int KeptFloats { get; }

    /// <summary>The transformed strip, where it isn't shared.</summary>
    public long Strip { get; }
}
