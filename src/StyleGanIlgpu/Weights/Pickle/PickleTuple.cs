namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>A Python tuple, or a torch.Size.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public static PickleTuple Empty { get; } = new([]);

    public object?[] Items { get; } = items;
}
