namespace StyleGanIlgpu.GpuCheck;

/// <summary>A step can't check what it is for, or not all of it, and nothing is wrong: a program isn't there, a device is too small.</summary>
internal sealed class NotCheckedException(string reason) : Exception(reason);
