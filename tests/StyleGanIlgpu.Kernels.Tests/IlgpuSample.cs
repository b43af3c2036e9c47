using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>The sample of kernels/README.md, as it stands there.</summary>
internal static class IlgpuSample
{
    // sample
    public static Float4[] Repeat(CudaAccelerator accelerator, Float4[] constant, int batch)
    {
        using var source = accelerator.Allocate1D(constant);
        using var target = accelerator.Allocate1D<Float4>(batch * constant.Length);
        var arguments = new ConstantInputArguments
        {
            Constant = source.View.BaseView,
            Output = target.View.BaseView,
            SampleLength = constant.Length,
        };
        var launch = ConstantInputArguments.Launch(constant.Length, batch);

        using var kernel = LoadedKernel.Load(accelerator, launch.Kernel);
        kernel.Launch((CudaStream)accelerator.DefaultStream, launch, arguments);
        accelerator.Synchronize();
        return target.GetAsArray1D();
    }

    // end
}
