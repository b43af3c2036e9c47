namespace StyleGanIlgpu.Kernels;

/// <summary>What the tiling of a convolution on tensor cores is chosen by.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Phases">Phases.</param>
/// <param name="Rows">Rows of places of the largest phase.</param>
/// <param name="Columns">Places of a row of the largest phase.</param>
/// <param name="MarginRows">Rows from the first tap's to the last's.</param>
/// <param name="MarginColumns">Columns from the first tap's to the last's.</param>
/// <param name="Taps">Taps of the largest phase.</param>
/// <param name="Blocks">Blocks of input channels.</param>
/// <param name="Outputs">Output channels.</param>
readonly partial record struct TensorConvolutionShape(
    int Batch, int Phases, int Rows, int Columns, int MarginRows, int MarginColumns, int Taps, int Blocks, int Outputs)
{
    /// <summary>Steps of the sum of the largest phase.</summary>
    public int Steps => Blocks * Taps;
}
