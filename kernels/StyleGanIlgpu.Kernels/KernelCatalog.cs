using System.Reflection;
using StyleGanIlgpu.Kernels.Filters;

namespace StyleGanIlgpu.Kernels;

/// <summary>Every kernel variant by name: what the PTX is made from.</summary>
internal static class KernelCatalog
{
    /// <summary>The variants: name of the PTX file and entry point, and the method.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Variants { get; } = new Dictionary<string, MethodInfo>
    {
        ["constant_input"] = Method<ConstantInputArguments>(ConstantInputKernel.Run),
        ["convolution_128x32"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile128x32, FloatStorage>.Run),
        ["convolution_128x32_f16"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile128x32, HalfStorage>.Run),
        ["convolution_128x64"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile128x64, FloatStorage>.Run),
        ["convolution_128x64_f16"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile128x64, HalfStorage>.Run),
        ["convolution_32x32"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile32x32, FloatStorage>.Run),
        ["convolution_32x32_f16"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile32x32, HalfStorage>.Run),
        ["convolution_32x32_sliced"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile32x32Sliced, FloatStorage>.Run),
        ["convolution_32x32_sliced_f16"] = Method<ConvolutionArguments>(ConvolutionKernel<Tile32x32Sliced, HalfStorage>.Run),
        ["filtered_leaky_relu_up2"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy2<FloatStorage>, SeparableDown, FloatStorage, float>.Run),
        ["filtered_leaky_relu_up2_f16"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy2<HalfStorage>, SeparableDown, HalfStorage, ILGPU.Half>.Run),
        ["filtered_leaky_relu_up2_mirrored"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy2<FloatStorage>, MirroredDown, FloatStorage, float>.Run),
        ["filtered_leaky_relu_up2_mirrored_f16"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy2<HalfStorage>, MirroredDown, HalfStorage, ILGPU.Half>.Run),
        ["filtered_leaky_relu_up4"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy4<FloatStorage>, SeparableDown, FloatStorage, float>.Run),
        ["filtered_leaky_relu_up4_f16"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy4<HalfStorage>, SeparableDown, HalfStorage, ILGPU.Half>.Run),
        ["filtered_leaky_relu_up4_mirrored"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy4<FloatStorage>, MirroredDown, FloatStorage, float>.Run),
        ["filtered_leaky_relu_up4_mirrored_f16"] = Method<FilteredLeakyReluArguments>(FilteredLeakyReluKernel<UpBy4<HalfStorage>, MirroredDown, HalfStorage, ILGPU.Half>.Run),
        ["four_taps"] = Method<FourTapsArguments>(FourTapsKernel<FloatStorage>.Run),
        ["four_taps_f16"] = Method<FourTapsArguments>(FourTapsKernel<HalfStorage>.Run),
        ["fourier_features"] = Method<FourierFeaturesArguments>(FourierFeaturesKernel.Run),
        ["narrow_convolution"] = Method<NarrowConvolutionArguments>(NarrowConvolutionKernel<FloatStorage>.Run),
        ["narrow_convolution_f16"] = Method<NarrowConvolutionArguments>(NarrowConvolutionKernel<HalfStorage>.Run),
        ["normalize_rows"] = Method<NormalizeRowsArguments>(NormalizeRowsKernel.Run),
        ["philox_noise"] = Method<PhiloxNoiseArguments>(PhiloxNoiseKernel.Run),
        ["planes"] = Method<PlanesArguments>(PlanesKernel<FloatStorage>.Run),
        ["planes_f16"] = Method<PlanesArguments>(PlanesKernel<HalfStorage>.Run),
        ["pointwise_leaky_relu"] = Method<PointwiseLeakyReluArguments>(PointwiseLeakyReluKernel<FloatStorage>.Run),
        ["pointwise_leaky_relu_f16"] = Method<PointwiseLeakyReluArguments>(PointwiseLeakyReluKernel<HalfStorage>.Run),
        ["row_product_activated"] = Method<RowProductArguments>(RowProductKernel<ActivatedRows>.Run),
        ["row_product_affine"] = Method<RowProductArguments>(RowProductKernel<AffineRows>.Run),
        ["row_product_demodulation"] = Method<RowProductArguments>(RowProductKernel<DemodulationRows>.Run),
        ["scaled_styles"] = Method<ScaledStylesArguments>(ScaledStylesKernel.Run),
        ["scaled_weights"] = Method<ScaledWeightsArguments>(ScaledWeightsKernel.Run),
        ["slice_sum"] = Method<SliceSumArguments>(SliceSumKernel.Run),
        ["styled_instance_norm_application"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel<FloatStorage>.Application),
        ["styled_instance_norm_application_f16"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel<HalfStorage>.Application),
        ["styled_instance_norm_statistics"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel<FloatStorage>.Statistics),
        ["styled_instance_norm_statistics_f16"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel<HalfStorage>.Statistics),
        ["to_rgb8"] = Method<ToRgb8Arguments>(ToRgb8Kernel.Run),
        ["truncate"] = Method<TruncateArguments>(TruncateKernel.Run),
        ["up_fir_dn"] = Method<UpFirDnArguments>(UpFirDnKernel<FloatStorage>.Run),
        ["up_fir_dn_f16"] = Method<UpFirDnArguments>(UpFirDnKernel<HalfStorage>.Run),
    };

    /// <summary>Those of tensor cores for float16 alone, without copies past the registers: of sm_75.</summary>
    private static readonly Dictionary<string, MethodInfo> TensorVariantsOf75 = new()
    {
        ["tensor_convolution_f16_128x32"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x32, HalfProducts, StagingInRegisters>.Run),
        ["tensor_convolution_f16_128x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x64, HalfProducts, StagingInRegisters>.Run),
        ["tensor_convolution_f16_32x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile32x128, HalfProducts, StagingInRegisters>.Run),
        ["tensor_convolution_f16_64x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile64x64, HalfProducts, StagingInRegisters>.Run),
    };

    /// <summary>Those of tensor cores for tf32, too, and with copies past the registers: from sm_80 on.</summary>
    private static readonly Dictionary<string, MethodInfo> TensorVariantsOf80 = new()
    {
        ["tensor_convolution_f16_128x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x128, HalfProducts, AsynchronousStaging>.Run),
        ["tensor_convolution_f16_128x32"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x32, HalfProducts, AsynchronousStaging>.Run),
        ["tensor_convolution_f16_128x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x64, HalfProducts, AsynchronousStaging>.Run),
        ["tensor_convolution_f16_32x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile32x128, HalfProducts, AsynchronousStaging>.Run),
        ["tensor_convolution_f16_64x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile64x64, HalfProducts, AsynchronousStaging>.Run),
        ["tensor_convolution_split_128x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x128, SplitTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_split_128x32"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x32, SplitTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_split_128x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x64, SplitTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_split_32x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile32x128, SplitTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_split_64x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile64x64, SplitTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_tf32_128x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x128, SingleTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_tf32_128x32"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x32, SingleTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_tf32_128x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile128x64, SingleTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_tf32_32x128"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile32x128, SingleTf32, AsynchronousStaging>.Run),
        ["tensor_convolution_tf32_64x64"] = Method<TensorConvolutionArguments>(TensorConvolutionKernel<TensorTile64x64, SingleTf32, AsynchronousStaging>.Run),
        ["tensor_filtered_leaky_relu_up2_f16"] = Method<TensorFilteredLeakyReluArguments>(TensorFilteredLeakyReluKernel<UpBandBy2, SeparableDownBand>.Run),
        ["tensor_filtered_leaky_relu_up2_plane_f16"] = Method<TensorFilteredLeakyReluArguments>(TensorFilteredLeakyReluKernel<UpBandBy2, PlaneDownBand>.Run),
        ["tensor_filtered_leaky_relu_up4_f16"] = Method<TensorFilteredLeakyReluArguments>(TensorFilteredLeakyReluKernel<UpBandBy4, SeparableDownBand>.Run),
        ["tensor_filtered_leaky_relu_up4_plane_f16"] = Method<TensorFilteredLeakyReluArguments>(TensorFilteredLeakyReluKernel<UpBandBy4, PlaneDownBand>.Run),
    };

    /// <summary>
    /// Threads of a group and groups that a multiprocessor is to have room for: how many registers the driver's compiler may take from sm_80 on. (Left to
    /// itself a driver of 2026 took 98 for the tile of 128 x 32, which cost two groups of six and a fifth of the speed.)
    /// </summary>
    private static readonly Dictionary<string, (int Threads, int Groups)> Bounds = new()
    {
        ["tensor_convolution_f16_128x128"] = (256, 2),
        ["tensor_convolution_f16_128x32"] = (128, 6),
        ["tensor_convolution_f16_32x128"] = (128, 5),
        ["tensor_convolution_f16_64x64"] = (128, 5),
        ["tensor_convolution_split_128x128"] = (256, 1),
        ["tensor_convolution_tf32_128x128"] = (256, 2),
        ["tensor_convolution_tf32_128x32"] = (128, 6),
        ["tensor_convolution_tf32_32x128"] = (128, 5),
        ["tensor_convolution_tf32_64x64"] = (128, 5),
    };

    /// <summary>What an architecture has beside <see cref="Variants"/>; a newer one has it in its place.</summary>
    private static readonly (int Architecture, Dictionary<string, MethodInfo> Variants)[] TensorVariants = [(75, TensorVariantsOf75), (80, TensorVariantsOf80)];

    /// <summary>The variants that an architecture gets, the newest that isn't newer than a device's.</summary>
    /// <param name="architecture">As a number: 75 of sm_75.</param>
    public static IEnumerable<KeyValuePair<string, MethodInfo>> VariantsOf(int architecture) =>
        Variants.Concat(TensorVariants.Last(variants => variants.Architecture <= architecture).Variants);

    /// <summary>Of a variant; null where the compiler's own choice is as good.</summary>
    public static (int Threads, int Groups)? BoundsOf(string name, int architecture) =>
        architecture >= 80 && Bounds.TryGetValue(name, out var bounds) ? bounds : null;

    private static MethodInfo Method<TArguments>(Action<TArguments> kernel) => kernel.Method;
}
