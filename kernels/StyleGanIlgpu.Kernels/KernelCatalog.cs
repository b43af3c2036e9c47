using System.Reflection;

namespace StyleGanIlgpu.Kernels;

/// <summary>Every kernel variant by name: what the PTX is made from.</summary>
internal static class KernelCatalog
{
    /// <summary>The variants: name of the PTX file and entry point, and the method.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Variants { get; } = new Dictionary<string, MethodInfo>
    {
        ["constant_input"] = Method<ConstantInputArguments>(ConstantInputKernel.Run),
        ["philox_noise"] = Method<PhiloxNoiseArguments>(PhiloxNoiseKernel.Run),
        ["up_fir_dn"] = Method<UpFirDnArguments>(UpFirDnKernel.Run),
        ["styled_instance_norm_statistics"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel.Statistics),
        ["styled_instance_norm_application"] = Method<StyledInstanceNormArguments>(StyledInstanceNormKernel.Application),
    };

    private static MethodInfo Method<TArguments>(Action<TArguments> kernel) => kernel.Method;
}
