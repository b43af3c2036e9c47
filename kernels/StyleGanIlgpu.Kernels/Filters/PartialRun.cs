using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>The 8 neighbouring output columns that a lane makes, of one channel.</summary>
internal struct PartialRun
{
    private PartialColumn c0;
    private PartialColumn c1;
    private PartialColumn c2;
    private PartialColumn c3;
    private PartialColumn c4;
    private PartialColumn c5;
    private PartialColumn c6;
    private PartialColumn c7;

    /// <summary>Adds the first raised row of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void First<TDown>(FilteredLeakyReluArguments a, RaisedRun r)
        where TDown : struct, IDownFilter
    {
        c0 = TDown.First(a, c0, Window.Of(r.R0, r.R1, r.R2, r.R3, r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11));
        c1 = TDown.First(a, c1, Window.Of(r.R2, r.R3, r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13));
        c2 = TDown.First(a, c2, Window.Of(r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15));
        c3 = TDown.First(a, c3, Window.Of(r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17));
        c4 = TDown.First(a, c4, Window.Of(r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19));
        c5 = TDown.First(a, c5, Window.Of(r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21));
        c6 = TDown.First(a, c6, Window.Of(r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21, r.R22, r.R23));
        c7 = TDown.First(a, c7, Window.Of(r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21, r.R22, r.R23, r.R24, r.R25));
    }

    /// <summary>Adds the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Second<TDown>(FilteredLeakyReluArguments a, RaisedRun r)
        where TDown : struct, IDownFilter
    {
        c0 = TDown.Second(a, c0, Window.Of(r.R0, r.R1, r.R2, r.R3, r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11));
        c1 = TDown.Second(a, c1, Window.Of(r.R2, r.R3, r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13));
        c2 = TDown.Second(a, c2, Window.Of(r.R4, r.R5, r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15));
        c3 = TDown.Second(a, c3, Window.Of(r.R6, r.R7, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17));
        c4 = TDown.Second(a, c4, Window.Of(r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19));
        c5 = TDown.Second(a, c5, Window.Of(r.R10, r.R11, r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21));
        c6 = TDown.Second(a, c6, Window.Of(r.R12, r.R13, r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21, r.R22, r.R23));
        c7 = TDown.Second(a, c7, Window.Of(r.R14, r.R15, r.R16, r.R17, r.R18, r.R19, r.R20, r.R21, r.R22, r.R23, r.R24, r.R25));
    }

    /// <summary>Stores the completed row.</summary>
    /// <param name="output">The output, from the first of the columns on.</param>
    /// <param name="stride">From one column to the next.</param>
    /// <param name="columns">Columns that there are, not more than 8 of which are stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TOutput, TElement>(ArrayView<TElement> output, int stride, int columns)
        where TOutput : struct, IMapElement<TElement>
        where TElement : unmanaged
    {
        if (columns > 0)
            output[0] = TOutput.Narrow(c0.P5);
        if (columns > 1)
            output[stride] = TOutput.Narrow(c1.P5);
        if (columns > 2)
            output[2 * stride] = TOutput.Narrow(c2.P5);
        if (columns > 3)
            output[3 * stride] = TOutput.Narrow(c3.P5);
        if (columns > 4)
            output[4 * stride] = TOutput.Narrow(c4.P5);
        if (columns > 5)
            output[5 * stride] = TOutput.Narrow(c5.P5);
        if (columns > 6)
            output[6 * stride] = TOutput.Narrow(c6.P5);
        if (columns > 7)
            output[7 * stride] = TOutput.Narrow(c7.P5);
    }
}
