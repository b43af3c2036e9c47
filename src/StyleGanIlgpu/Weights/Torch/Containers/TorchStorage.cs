using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>A flat run of numbers that tensors view, still in the file.</summary>
/// <param name="Type">What the numbers are.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Data">Exactly Count elements.</param>
internal sealed record TorchStorage(ElementType Type, long Count, ByteSlice Data);
