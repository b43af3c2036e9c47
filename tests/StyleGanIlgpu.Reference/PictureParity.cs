namespace StyleGanIlgpu.Reference;

/// <summary>How far a picture is from what it should be.</summary>
/// <param name="RelativeRmse">Root mean square of the values' difference over that of the expected values; NaN where a value is NaN.</param>
/// <param name="ByteDifference">The most that a byte is off by.</param>
internal readonly record struct PictureParity(double RelativeRmse, int ByteDifference)
{
    /// <summary>Whether a picture in float32 may be as far off.</summary>
    public bool IsWithinLimits => RelativeRmse <= 2e-5 && ByteDifference <= 1;

    public static PictureParity Of(NetworkPicture actual, NetworkPicture expected)
    {
        var (difference, scale, bytes) = (0.0, 0.0, 0);
        foreach (var (value, wanted) in actual.Values.Zip(expected.Values))
            (difference, scale) = (difference + ((value - wanted) * (value - wanted)), scale + (wanted * wanted));
        foreach (var (value, wanted) in actual.Pixels.Zip(expected.Pixels))
            bytes = Math.Max(bytes, Math.Abs(value - wanted));
        return new PictureParity(Math.Sqrt(difference / scale), bytes);
    }
}
