namespace StyleGanIlgpu.Kernels;

// The contracts are public in this package, and internal in the library that is compiled with the same files.
public partial struct Float4;

public partial struct Half4;

public readonly partial record struct MapStorage;

public readonly partial record struct Extent;

public readonly partial record struct KernelLaunch;

public static partial class KernelPtx;

public partial struct ConstantInputArguments;

public partial struct ConvolutionArguments;

public partial struct EpilogueArguments;

public partial struct FilteredLeakyReluArguments;

public partial struct FourTapsArguments;

public partial struct FourierFeaturesArguments;

public partial struct NarrowConvolutionArguments;

public partial struct NormalizeRowsArguments;

public partial struct PhiloxNoiseArguments;

public partial struct PlanesArguments;

public partial struct PointwiseLeakyReluArguments;

public partial struct RowProductArguments;

public partial struct RowTile;

public partial struct ScaledStylesArguments;

public partial struct ScaledWeightsArguments;

public partial struct SixTaps;

public partial struct SliceSumArguments;

public partial struct StyledInstanceNormArguments;

public partial struct TensorConvolutionArguments;

public readonly partial record struct TensorConvolutionBudget;

public readonly partial record struct TensorConvolutionCut;

public readonly partial record struct TensorConvolutionPlan;

public partial struct TensorFilteredLeakyReluArguments;

public readonly partial record struct TensorConvolutionShape;

public partial struct TensorConvolutionTiling;

public partial struct ToRgb8Arguments;

public partial struct TruncateArguments;

public partial struct UpFirDnArguments;
