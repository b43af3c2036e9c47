using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Transforms tiles that lie beside each other, in both directions.</summary>
internal static unsafe class WinogradTiles<TTransform, TSimd, TVec>
    where TTransform : struct, IWinogradTransform<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Inputs of tiles, from one block of a map and with zeros beyond it, as values.</summary>
    /// <param name="map">The block: [height][width][B].</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="top">The first row of the tiles, which may lie before the map.</param>
    /// <param name="first">The first column of the first tile, likewise.</param>
    /// <param name="tiles">Tiles, <see cref="WinogradTiles.Most"/> at most.</param>
    /// <param name="factor">A factor for every channel.</param>
    /// <param name="scratch">Room of <see cref="WinogradTiles.InputScratch"/> floats.</param>
    /// <param name="target">The first tile's first value.</param>
    /// <param name="pointStride">Floats from a tile's value to its next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Values(float* map, int height, int width, int top, int first, int tiles, TVec factor, float* scratch, float* target, nint pointStride)
    {
        var form = TTransform.Form;
        var columns = form.InputsOf(tiles);
        var left = Math.Clamp(-first, 0, columns);
        var inside = Math.Max(0, Math.Min(first + columns, width) - (first + left));
        var source = map + ((nint)top * width + first + left) * TSimd.Lanes;
        var stride = (nint)width * TSimd.Lanes;
        if (top < 0 || top + form.Inputs > height)
        {
            for (var row = 0; row < form.Inputs; row++)
            {
                var line = new Span<float>(scratch + row * inside * TSimd.Lanes, inside * TSimd.Lanes);
                if (top + row < 0 || top + row >= height)
                    line.Clear();
                else
                    new ReadOnlySpan<float>(source + row * stride, line.Length).CopyTo(line);
            }
            source = scratch;
            stride = (nint)inside * TSimd.Lanes;
            scratch += form.Inputs * stride;
        }

        // From top to bottom: [value][column][B].
        var bandStride = (nint)columns * TSimd.Lanes;
        for (var row = 0; row < form.Values; row++)
        {
            new Span<float>(scratch + row * bandStride, left * TSimd.Lanes).Clear();
            new Span<float>(scratch + row * bandStride + (left + inside) * TSimd.Lanes, (columns - left - inside) * TSimd.Lanes).Clear();
        }
        for (var column = 0; column < inside; column++)
            TTransform.ScaledInput(source + column * TSimd.Lanes, stride, factor, scratch + (left + column) * TSimd.Lanes, bandStride);

        for (var row = 0; row < form.Values; row++)
        {
            for (var tile = 0; tile < tiles; tile++)
                TTransform.Input(scratch + row * bandStride + tile * form.Step * TSimd.Lanes, target + row * form.Values * pointStride + tile * TSimd.Lanes, pointStride);
        }
    }

    /// <summary>Products of tiles as outputs.</summary>
    /// <param name="products">The first tile's first product.</param>
    /// <param name="pointStride">Floats from a tile's product to its next.</param>
    /// <param name="tileStride">Floats from a tile's products to the next tile's.</param>
    /// <param name="tiles">Tiles.</param>
    /// <param name="scratch">Room of <see cref="WinogradTiles.OutputScratch"/> floats.</param>
    /// <param name="target">The first output.</param>
    /// <param name="pixelStride">Floats from an output to the next in its row.</param>
    /// <param name="rowStride">Floats from a row of outputs to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs(
        float* products, nint pointStride, nint tileStride, int tiles, float* scratch, float* target, nint pixelStride, nint rowStride)
    {
        var form = TTransform.Form;
        var half = (nint)form.Values * TSimd.Lanes;
        for (var tile = 0; tile < tiles; tile++)
        {
            for (var column = 0; column < form.Values; column++)
                TTransform.Output(products + column * pointStride, form.Values * pointStride, scratch + column * TSimd.Lanes, half);
            for (var row = 0; row < form.Outputs; row++)
                TTransform.Output(scratch + row * half, TSimd.Lanes, target + row * rowStride, pixelStride);
            products += tileStride;
            target += form.Outputs * pixelStride;
        }
    }
}

/// <summary>What doesn't depend on the vectors.</summary>
internal static class WinogradTiles
{
    /// <summary>Tiles that are transformed together: what they need then stays in a first-level cache.</summary>
    public const int Most = 8;

    /// <summary>Floats for transforming inputs.</summary>
    public static int InputScratch(WinogradForm form) => (form.Inputs + form.Values) * form.InputsOf(Most) * SimdLevel.Lanes;

    /// <summary>Floats for transforming products.</summary>
    public static int OutputScratch(WinogradForm form) => form.Outputs * form.Values * SimdLevel.Lanes;
}
