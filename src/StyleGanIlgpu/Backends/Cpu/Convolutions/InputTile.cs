using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>Brings the part of the input that a task needs into scratch: [block][row][column][B], times the style, zeros outside the map.</summary>
internal static unsafe class InputTile<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <param name="map">The first block of a sample: [blocks][height][width][B].</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="blocks">Blocks to bring.</param>
    /// <param name="rows">Rows of the tile, from before the map to beyond it.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="scale">A factor for every channel.</param>
    /// <param name="tile">The tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* map, int height, int width, int blocks, Extent rows, Extent columns, float* scale, float* tile)
    {
        var left = Math.Min(Math.Max(0, -columns.Begin), columns.Length);
        var middle = Math.Max(0, Math.Min(columns.End, width) - Math.Max(columns.Begin, 0));
        var right = columns.Length - left - middle;
        for (var block = 0; block < blocks; block++)
        {
            var s = TSimd.Load(scale + block * TSimd.Lanes);
            for (var y = rows.Begin; y < rows.End; y++)
            {
                if (y < 0 || y >= height || middle == 0)
                {
                    tile = Clear(tile, columns.Length);
                    continue;
                }
                tile = Clear(tile, left);
                var source = map + (((nint)block * height + y) * width + columns.Begin + left) * TSimd.Lanes;
                for (var end = source + (nint)middle * TSimd.Lanes; source < end; source += TSimd.Lanes)
                {
                    TSimd.Store(tile, TSimd.Multiply(TSimd.Load(source), s));
                    tile += TSimd.Lanes;
                }
                tile = Clear(tile, right);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Clear(float* tile, int count)
    {
        for (var i = 0; i < count; i++)
        {
            TSimd.Store(tile, TSimd.Zero);
            tile += TSimd.Lanes;
        }
        return tile;
    }
}
