namespace StyleGanIlgpu.Plans;

/// <summary>Samples added around an image [left, right, top, bottom]; negative values crop.</summary>
internal readonly record struct Padding(int Left, int Right, int Top, int Bottom)
{
    public static Padding All(int margin) => new(margin, margin, margin, margin);
}
