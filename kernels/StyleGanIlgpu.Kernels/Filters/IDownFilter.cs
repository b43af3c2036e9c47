namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// The down-filter of <see cref="FilteredLeakyReluKernel{TUp, TDown, TInput, TElement}"/>: 12 x 12 taps, by steps of 2. Raised rows come in pairs: the first opens
/// an output, the second completes the oldest.
/// </summary>
internal interface IDownFilter
{
    /// <summary>Adds the first row of a pair.</summary>
    static abstract PartialColumn First(FilteredLeakyReluArguments a, PartialColumn column, Window window);

    /// <summary>Adds the second; then P5 is complete.</summary>
    static abstract PartialColumn Second(FilteredLeakyReluArguments a, PartialColumn column, Window window);
}
