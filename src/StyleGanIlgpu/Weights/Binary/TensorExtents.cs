namespace StyleGanIlgpu.Weights.Binary;

/// <summary>Shapes as files declare them, before they are believed.</summary>
internal static class TensorExtents
{
    /// <summary>More axes than any network's tensors have.</summary>
    public const int MostAxes = 16;

    /// <summary>The declared extents as a shape, if it can be one: no negative extent, and a product that fits an array even where one is 0.</summary>
    public static bool TryShape(ReadOnlySpan<long> extents, out int[] shape, out int count)
    {
        shape = new int[Math.Min(extents.Length, MostAxes)];
        count = 0;
        if (extents.Length > MostAxes)
            return false;
        var product = 1L;
        var empty = false;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] is < 0 or > int.MaxValue)
                return false;
            shape[axis] = (int)extents[axis];
            empty |= shape[axis] == 0;
            product *= Math.Max(1, shape[axis]);
            if (product > int.MaxValue)
                return false;
        }

        count = empty ? 0 : (int)product;
        return true;
    }
}
