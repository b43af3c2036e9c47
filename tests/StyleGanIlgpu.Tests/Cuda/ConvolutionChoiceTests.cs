using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Which units multiply a convolution, by the device's compute capability, the precision and the map's size.</summary>
public class ConvolutionChoiceTests
{
    [Theory]
    [InlineData(75, Precision.Float32, 64, "convolution_")]
    [InlineData(75, Precision.Tf32, 64, "convolution_")]
    [InlineData(80, Precision.Float32, 64, "tensor_convolution_split_")]
    [InlineData(80, Precision.Tf32, 64, "tensor_convolution_tf32_")]
    [InlineData(86, Precision.Float32, 64, "convolution_")]
    [InlineData(89, Precision.Float32, 64, "convolution_")]
    [InlineData(89, Precision.Float32, 8, "tensor_convolution_split_")]
    [InlineData(89, Precision.Tf32, 64, "tensor_convolution_tf32_")]
    [InlineData(90, Precision.Float32, 64, "tensor_convolution_split_")]
    [InlineData(100, Precision.Float32, 64, "tensor_convolution_split_")]
    [InlineData(120, Precision.Float32, 64, "convolution_")]
    public void Units_are_chosen_by_the_device(int architecture, Precision precision, int size, string kernel)
    {
        var op = ConvolutionCases.Form("3x3 StyleGAN2 conv1").Case(new Size(1, 64, size, size), 64).Build();
        var compilation = new CudaCompilation(op.Plan, precision) { Architecture = architecture };
        compilation.Run();
        Assert.StartsWith(kernel, compilation.Launches.First(launch => launch.Launch.Kernel.Contains("convolution", StringComparison.Ordinal)).Launch.Kernel, StringComparison.Ordinal);
    }
}
