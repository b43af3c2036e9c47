using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>Two neighbouring raised rows.</summary>
internal struct RaisedPair
{
    /// <summary>The last eight positions that are needed begin the last fragment but are followed by four alone.</summary>
    private const int LastEight = 8;

    public RaisedRow Row0;
    public RaisedRow Row1;

    /// <summary>Filters six rows of the input up.</summary>
    /// <param name="taps">The taps of this lane and pair of rows.</param>
    /// <param name="ninth">The taps of the ninth inputs.</param>
    /// <param name="bias">What the bias adds to the lane's samples.</param>
    /// <param name="from">Where the lane's rows of matrices are.</param>
    /// <param name="bend">What is done to the samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RaisedPair Of<TUp>(ArrayView<Words4> taps, uint ninth, Float4 bias, RingAddresses from, HalfBend bend)
        where TUp : struct, IUpBand
    {
        var t = new UpBandTaps { T0 = taps[0], T1 = taps[32], T2 = taps[64], T3 = ninth, Bias = bias };
        RaisedPair pair = default;
        Fragment<TUp>(t, from, bend, 0, ref pair.Row0.F0, ref pair.Row1.F0);
        Fragment<TUp>(t, from, bend, 2, ref pair.Row0.F1, ref pair.Row1.F1);
        Fragment<TUp>(t, from, bend, 4, ref pair.Row0.F2, ref pair.Row1.F2);
        Fragment<TUp>(t, from, bend, 6, ref pair.Row0.F3, ref pair.Row1.F3);
        Fragment<TUp>(t, from, bend, LastEight, ref pair.Row0.F4, ref pair.Row1.F4);
        return pair;
    }

    /// <summary>
    /// 16 positions of both rows: four tiles of four, each with X and Z of the upper row, Y and W of the lower, Z and W eight channels further.
    /// The very last four positions are needed by no output.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fragment<TUp>(UpBandTaps taps, RingAddresses from, HalfBend bend, int eight, ref Words4 row0, ref Words4 row1)
        where TUp : struct, IUpBand
    {
        var offset = (uint)(eight * 8 / TUp.Up * 16);
        var second = offset + (uint)(8 / TUp.Up * 16);
        var rows01 = TensorCore.LoadMatrix4Transposed(from.Rows01 + offset);
        var next01 = TensorCore.LoadMatrix4Transposed(from.Rows01 + second);
        var rows23 = TensorCore.LoadMatrix4Transposed(from.Rows23 + offset);
        var next23 = TensorCore.LoadMatrix4Transposed(from.Rows23 + second);
        var ninth = default(Words2);
        var nextNinth = default(Words2);
        if (TUp.HasNinth)
            ninth = TensorCore.LoadMatrix2Transposed(from.Ninth + offset);
        if (TUp.HasNinth & eight != LastEight)
            nextNinth = TensorCore.LoadMatrix2Transposed(from.Ninth + second);
        var rows45 = TensorCore.LoadMatrix4Transposed(from.Rows45 + offset);
        var next45 = TensorCore.LoadMatrix4Transposed(from.Rows45 + second);

        // Four products that don't wait for one another at a time.
        var tile0 = TensorCore.MultiplyHalf(rows01, taps.T0.X, taps.T0.Y, taps.Bias);
        var tile1 = TensorCore.MultiplyHalf(rows01, taps.T1.Z, taps.T1.W, taps.Bias);
        var tile2 = TensorCore.MultiplyHalf(next01, taps.T0.X, taps.T0.Y, taps.Bias);
        var tile3 = default(Float4);
        if (eight != LastEight)
            tile3 = TensorCore.MultiplyHalf(next01, taps.T1.Z, taps.T1.W, taps.Bias);
        tile0 = TensorCore.MultiplyHalf(rows23, taps.T0.Z, taps.T0.W, tile0);
        tile1 = TensorCore.MultiplyHalf(rows23, taps.T2.X, taps.T2.Y, tile1);
        tile2 = TensorCore.MultiplyHalf(next23, taps.T0.Z, taps.T0.W, tile2);
        if (eight != LastEight)
            tile3 = TensorCore.MultiplyHalf(next23, taps.T2.X, taps.T2.Y, tile3);
        tile0 = TensorCore.MultiplyHalf(rows45, taps.T1.X, taps.T1.Y, tile0);
        tile1 = TensorCore.MultiplyHalf(rows45, taps.T2.Z, taps.T2.W, tile1);
        tile2 = TensorCore.MultiplyHalf(next45, taps.T1.X, taps.T1.Y, tile2);
        if (eight != LastEight)
            tile3 = TensorCore.MultiplyHalf(next45, taps.T2.Z, taps.T2.W, tile3);
        if (TUp.HasNinth)
        {
            tile1 = TensorCore.MultiplyHalf8(ninth, taps.T3, tile1);
            if (eight != LastEight)
                tile3 = TensorCore.MultiplyHalf8(nextNinth, taps.T3, tile3);
        }
        row0 = new Words4
        {
            X = bend.Bend(tile0.X, tile1.X),
            Y = bend.Bend(tile0.Z, tile1.Z),
            Z = bend.Bend(tile2.X, tile3.X),
            W = bend.Bend(tile2.Z, tile3.Z),
        };
        row1 = new Words4
        {
            X = bend.Bend(tile0.Y, tile1.Y),
            Y = bend.Bend(tile0.W, tile1.W),
            Z = bend.Bend(tile2.Y, tile3.Y),
            W = bend.Bend(tile2.W, tile3.W),
        };
    }

    private struct UpBandTaps
    {
        public Words4 T0;
        public Words4 T1;
        public Words4 T2;
        public uint T3;
        public Float4 Bias;
    }
}

/// <summary>The rows of matrices that a lane names: of pairs of the six input rows, and of the ninth inputs of all.</summary>
internal struct RingAddresses
{
    public uint Rows01;
    public uint Rows23;
    public uint Rows45;
    public uint Ninth;
}
