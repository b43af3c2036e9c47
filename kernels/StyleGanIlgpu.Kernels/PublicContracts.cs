namespace StyleGanIlgpu.Kernels;

// The contracts are public in this package, and internal in the library that is compiled with the same files.
public partial struct Float4;

public readonly partial record struct Extent;

public readonly partial record struct KernelLaunch;

public partial struct ConstantInputArguments;

public partial struct EpilogueArguments;

public partial struct PhiloxNoiseArguments;

public partial struct UpFirDnArguments;

public partial struct StyledInstanceNormArguments;
