using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>An input and the one output of a program, in device memory of the caller's.</summary>
/// <param name="InputTensor">Rows.</param>
/// <param name="Input">Where the rows are.</param>
/// <param name="Output">Where the output goes.</param>
/// <param name="After">A stream of the caller's: what it has been given so far is done before the input is read; 0 for the default stream.</param>
internal readonly record struct DeviceTransfer(TensorId InputTensor, ulong Input, ulong Output, nint After);
