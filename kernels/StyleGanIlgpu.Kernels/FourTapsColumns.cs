using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>Where the seven columns of a lane are in a row of the input, in quads; those beyond the border are taken to it.</summary>
internal struct FourTapsColumns
{
    public int First;
    public int P0;
    public int P1;
    public int P2;
    public int P3;
    public int P4;
    public int P5;
    public int P6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourTapsColumns Of(FourTapsArguments a, int first, int quad) => new()
    {
        First = first,
        P0 = Place(a, first, quad),
        P1 = Place(a, first + 1, quad),
        P2 = Place(a, first + 2, quad),
        P3 = Place(a, first + 3, quad),
        P4 = Place(a, first + 4, quad),
        P5 = Place(a, first + 5, quad),
        P6 = Place(a, first + 6, quad),
    };

    /// <summary>A place on a line, or the nearest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Inside(int place, int length) => IntrinsicMath.Min(IntrinsicMath.Max(place, 0), length - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(FourTapsArguments a, int column, int quad) => (Inside(column, a.InputWidth) * a.InputQuads) + quad;
}
