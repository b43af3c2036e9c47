namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Where the factors of a layer lie that its sums are multiplied by: one an output channel.</summary>
/// <param name="Bind">Rows of all layers.</param>
/// <param name="Stride">Floats from one sample to the next; 0 where all samples have the same.</param>
/// <param name="Offset">Where the layer begins in a sample.</param>
internal readonly record struct CudaCoefficients(Func<CudaMemory, DeviceFloats> Bind, int Stride, int Offset);
