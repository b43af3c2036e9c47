using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Up-sample, pad or crop, filter, down-sample, with an epilogue: any factors, taps and paddings, by tables.
/// Tile: as much of the output as the shared window of its input allows (32 x 32 pixels of two quads for four taps); a thread makes whole
/// outputs, a quad of channels each. Zeros between the samples are never touched: an output has the taps of its phase only.
/// Small maps have smaller tiles, down to an output a thread, so that there are more groups.
/// Ladder (four taps each way, 64 channels at 64 x 64, emulator): rows outside, the table of columns read for every output: 3.05 MB moved of the
/// 2.15 MB that must be; columns outside: 2.48 MB of 2.10 MB; place and phase in one number: a table is a quarter of that for images of three
/// channels; that one took 4.3 to 8.4 us on an H100 for images of 8 x 8 to 256 x 256 (1 to 64 groups) and 18.9 us at 1024 x 1024, whose bytes take 7;
/// with smaller tiles, the shorter epilogue and places read ahead: on an H100 5 to 8 us for the skip pictures up to 512 x 512, from 6 to 10, and 18 from 19 for 1024 x 1024. No bank conflicts but where samples are skipped (down-sampling), two-way there.
/// </summary>
internal static class UpFirDnKernel<TInput>
    where TInput : struct, IMapStorage
{
    public static void Run(UpFirDnArguments a)
    {
        var shared = SharedMemory.GetDynamic<Float4>();
        var windowQuads = (a.WindowHeight * a.WindowWidth) << a.QuadShift;
        var taps = shared.SubView(windowQuads, Float4.Count(a.Taps.IntLength)).Cast<float>();

        var lane = Group.IdxX & ((1 << a.QuadShift) - 1);
        var column = Group.IdxX >> a.QuadShift;
        var columnStep = Group.DimX >> a.QuadShift;
        var sample = Grid.IdxZ / a.QuadGroups;
        var quad = ((Grid.IdxZ % a.QuadGroups) << a.QuadShift) + lane;
        var isQuad = quad < a.OutputQuads;
        var firstX = Grid.IdxX * a.TileWidth;
        var firstY = Grid.IdxY * a.TileHeight;
        var left = UpFirDnArguments.First(a.Columns[firstX]);
        var top = UpFirDnArguments.First(a.Rows[firstY]);
        // On its way while the window is staged; the places of later outputs while those before are summed.
        var columnPlace = a.Columns[IntrinsicMath.Min(firstX + column, a.OutputWidth - 1)];
        var firstRowPlace = a.Rows[IntrinsicMath.Min(firstY + Group.IdxY, a.OutputHeight - 1)];

        var coefficients = QuadMath.Splat(1f);
        var bias = default(Float4);
        if (isQuad)
        {
            coefficients = Epilogue.Coefficients(a.Epilogue, sample, quad);
            bias = Epilogue.Bias(a.Epilogue, quad);
        }
        var isBent = BentEpilogue.Fits(a.Epilogue);
        var noiseGain = BentEpilogue.TakeGain(a.Epilogue, isBent, ref coefficients, ref bias);
        var limit = BentEpilogue.Limit(a.Epilogue);

        var inputBias = default(Float4);
        if (isQuad && a.InputBias.Length > 0)
            inputBias = a.InputBias[quad];
        for (var row = Group.IdxY; row < a.WindowHeight; row += Group.DimY)
        {
            var y = top + row;
            for (var i = column; i < a.WindowWidth; i += columnStep)
            {
                var x = left + i;
                var value = default(Float4);
                if (quad < a.InputQuads && y >= 0 && y < a.InputHeight && x >= 0 && x < a.InputWidth)
                    value = QuadMath.Add(TInput.Load(a.Input, ((((sample * a.InputHeight) + y) * a.InputWidth) + x) * a.InputQuads + quad), inputBias);
                shared[(((row * a.WindowWidth) + i) << a.QuadShift) + lane] = value;
            }
        }
        for (var i = (Group.IdxY * Group.DimX) + Group.IdxX; i < a.Taps.IntLength; i += Group.DimX * Group.DimY)
            taps[i] = a.Taps[i];
        Group.Barrier();

        var tapRow = a.TapColumns * a.ColumnPhases;
        // Columns outside: what a column needs to know is read once for all of its rows.
        for (var tx = column; tx < a.TileWidth; tx += columnStep)
        {
            var x = firstX + tx;
            if (isQuad & x < a.OutputWidth)
            {
                var columnStart = ((UpFirDnArguments.First(columnPlace) - left) << a.QuadShift) + lane;
                var rowPlace = firstRowPlace;
                for (var ty = Group.IdxY; ty < a.TileHeight; ty += Group.DimY)
                {
                    var y = firstY + ty;
                    if (y < a.OutputHeight)
                    {
                        var start = columnStart + (((UpFirDnArguments.First(rowPlace) - top) * a.WindowWidth) << a.QuadShift);
                        var tapStart = UpFirDnArguments.Phase(columnPlace) + (UpFirDnArguments.Phase(rowPlace) * a.TapRows * tapRow);
                        rowPlace = a.Rows[IntrinsicMath.Min(y + Group.DimY, a.OutputHeight - 1)];
                        var sums = default(Float4);
                        for (var j = 0; j < a.TapRows; j++)
                        {
                            // Rows are summed on their own: long filters lose fewer digits.
                            var rowSums = default(Float4);
                            var at = start;
                            var tap = tapStart;
                            for (var k = 0; k < a.TapColumns; k++)
                            {
                                rowSums = QuadMath.MultiplyAdd(shared[at], taps[tap], rowSums);
                                at += 1 << a.QuadShift;
                                tap += a.ColumnPhases;
                            }
                            sums = QuadMath.Add(sums, rowSums);
                            start += a.WindowWidth << a.QuadShift;
                            tapStart += tapRow;
                        }
                        var place = ((((sample * a.OutputHeight) + y) * a.OutputWidth) + x) * a.OutputQuads + quad;
                        var noise = Epilogue.Noise(a.Epilogue, y, x) * noiseGain;
                        if (isBent)
                            BentEpilogue.Store(a.Epilogue, a.Output, place, sums, coefficients, bias, noise, limit);
                        else
                            Epilogue.Store(a.Epilogue, a.Output, place, sums, coefficients, bias, noise);
                    }
                }
            }
            columnPlace = a.Columns[IntrinsicMath.Min(x + columnStep, a.OutputWidth - 1)];
        }
    }
}
