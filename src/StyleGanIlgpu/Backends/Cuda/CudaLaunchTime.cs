using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>What one launch of a program takes on the device: the best of several runs.</summary>
internal readonly record struct CudaLaunchTime(KernelLaunch Launch, double Microseconds);
