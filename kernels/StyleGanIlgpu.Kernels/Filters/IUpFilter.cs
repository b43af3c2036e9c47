using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// The up-filter of <see cref="FilteredLeakyReluKernel{TUp, TDown, TInput, TElement}"/>, six taps a phase, along a column and along a row. An item is one input
/// column of one channel, and a lane's: of the lanes that share a sector's channels (S: 8, or 16 of float16), lane l has the columns
/// 4 * item + l / S of channel l % S.
/// </summary>
internal interface IUpFilter
{
    static abstract int Up { get; }

    /// <summary>Input columns under 32 outputs.</summary>
    static abstract int Columns { get; }

    /// <summary>Items that hold them.</summary>
    static abstract int Items { get; }

    /// <summary>
    /// Words of a line, a raised row at the input's columns: [column, S channels], with S words left free after the columns of 8 outputs, so that
    /// lanes which read on behalf of different runs of outputs read from different banks.
    /// </summary>
    static abstract int LineWords { get; }

    /// <summary>Where an item of the first lane lies in a line.</summary>
    static abstract int Place(int item);

    /// <summary>Where the columns of a run of 8 outputs begin in a line.</summary>
    static abstract int RunPlace(int run);

    /// <summary>Filters one item along its column: one number into each of the lines.</summary>
    static abstract void Along(FilteredLeakyReluArguments a, ArrayView<float> lines, int item, float x0, float x1, float x2, float x3, float x4, float x5);

    /// <summary>Filters a line along the row, and bends it.</summary>
    static abstract RaisedRun Across(FilteredLeakyReluArguments a, ArrayView<float> line);
}
