using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>StyleGAN3's input, matrix by matrix.</summary>
internal static class ReferenceFourierFeatures
{
    public static Nchw Run(FourierFeatures op, ReferenceSession session)
    {
        var shape = session.Plan[op.Output].Shape;
        return Apply(
            session[op.Styles],
            op.StyleOffset,
            session[op.Transform],
            Nchw.Of(op.Frequencies),
            Nchw.Of(op.Phases).Values,
            shape.Height,
            shape.Width,
            op.SamplingRate,
            op.Bandwidth);
    }

    public static Nchw Apply(
        Nchw styles,
        int styleOffset,
        Nchw transform,
        Nchw frequencies,
        double[] phases,
        int height,
        int width,
        double samplingRate,
        double bandwidth)
    {
        var output = new Nchw(styles.Batch, phases.Length, height, width);
        output.ForEachPlane((n, c) =>
        {
            var m = Matrix(styles, styleOffset, transform, n);
            var (fx, fy) = (frequencies[c, 0], frequencies[c, 1]);
            var phase = phases[c] + (fx * m[0, 2]) + (fy * m[1, 2]);
            (fx, fy) = ((fx * m[0, 0]) + (fy * m[1, 0]), (fx * m[0, 1]) + (fy * m[1, 1]));
            var magnitude = Math.Sqrt((fx * fx) + (fy * fy));
            var amplitude = Math.Clamp(1 - ((magnitude - bandwidth) / ((samplingRate / 2) - bandwidth)), 0, 1);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var positionX = (x + 0.5 - (width / 2.0)) / samplingRate;
                    var positionY = (y + 0.5 - (height / 2.0)) / samplingRate;
                    output[n, c, y, x] = Math.Sin(2 * Math.PI * ((fx * positionX) + (fy * positionY) + phase)) * amplitude;
                }
            }
        });
        return output;
    }

    /// <summary>Rotation * translation * the caller's transform.</summary>
    private static double[,] Matrix(Nchw styles, int offset, Nchw transform, int n)
    {
        var norm = Math.Sqrt((styles[n, offset] * styles[n, offset]) + (styles[n, offset + 1] * styles[n, offset + 1]));
        var (t0, t1) = (styles[n, offset] / norm, styles[n, offset + 1] / norm);
        var (t2, t3) = (styles[n, offset + 2] / norm, styles[n, offset + 3] / norm);
        double[,] rotation = { { t0, -t1, 0 }, { t1, t0, 0 }, { 0, 0, 1 } };
        double[,] translation = { { 1, 0, -t2 }, { 0, 1, -t3 }, { 0, 0, 1 } };
        var user = new double[3, 3];
        for (var i = 0; i < 9; i++)
            user[i / 3, i % 3] = transform[n, i];
        return Product(Product(rotation, translation), user);
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[3, 3];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                for (var k = 0; k < 3; k++)
                    product[row, column] += a[row, k] * b[k, column];
            }
        }
        return product;
    }
}
