namespace StyleGanIlgpu;

/// <summary>A shift and a rotation of StyleGAN3's picture, computed by the network itself rather than by resampling.</summary>
/// <param name="TranslateX">Shift to the right, in picture widths.</param>
/// <param name="TranslateY">Shift downwards, in picture heights.</param>
/// <param name="RotateDegrees">Rotation in degrees, in the direction of the official scripts.</param>
public readonly record struct ImageTransform(double TranslateX, double TranslateY, double RotateDegrees)
{
    /// <summary>
    /// The inverse of [[cos, sin, x], [-sin, cos, y], [0, 0, 1]], row-major, which is what the input layer takes (arXiv 2106.12423, appendix F).
    /// </summary>
    internal void WriteInverse(Span<float> matrix)
    {
        var (sin, cos) = Math.SinCos(RotateDegrees * Math.PI / 180);
        matrix[0] = (float)cos;
        matrix[1] = (float)-sin;
        matrix[2] = (float)(sin * TranslateY - cos * TranslateX);
        matrix[3] = (float)sin;
        matrix[4] = (float)cos;
        matrix[5] = (float)-(sin * TranslateX + cos * TranslateY);
        matrix[6] = 0;
        matrix[7] = 0;
        matrix[8] = 1;
    }
}
