namespace StyleGanIlgpu.Plans;

/// <summary>Names a tensor of one <see cref="Plan"/>: an index into <see cref="Plan.Tensors"/>.</summary>
internal readonly record struct TensorId(int Index);
