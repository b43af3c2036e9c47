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
    public void Units_are_chosen_by_the_device(int architecture, Precision precision, int size, string kernel) => Assert.StartsWith(
        kernel,
        Kernels(ConvolutionCases.Form("3x3 StyleGAN2 conv1").Case(new Size(1, 64, size, size), 64).Build(), architecture, precision)
            .First(launched => launched.Contains("convolution", StringComparison.Ordinal)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(75, Precision.Float32)]
    [InlineData(75, Precision.Fp16)]
    [InlineData(80, Precision.Float32)]
    [InlineData(80, Precision.Tf32)]
    [InlineData(80, Precision.Fp16)]
    [InlineData(89, Precision.Float32)]
    public void Up_sampling_of_StyleGAN1_goes_where_StyleGAN2s_does(int architecture, Precision precision)
    {
        string[] Launched(string form)
        {
            var instance = ConvolutionCases.Form(form).Case(new Size(1, 64, 32, 32), 64).Build();
            return Kernels(precision == Precision.Fp16 ? instance.InHalf() : instance, architecture, precision);
        }
        var launched = Launched("3x3 up 2 StyleGAN1");
        Assert.Contains(launched, kernel => kernel.StartsWith("four_taps", StringComparison.Ordinal));
        Assert.Equal(Launched("3x3 up 2"), launched);
    }

    [Fact]
    public void The_blur_of_StyleGAN1_is_filtered_as_StyleGAN2s_maps_are()
    {
        var blur = UpFirDnCases.Form("StyleGAN1 blur");
        Assert.Contains("four_taps", Kernels(blur.Case(new Size(1, 16, 32, 32)).Build(), 80, Precision.Float32));
        // Pictures have too few channels for it.
        Assert.Contains("up_fir_dn", Kernels(blur.Case(new Size(1, 3, 32, 32)).Build(), 80, Precision.Float32));
    }

    private static string[] Kernels(OpCaseInstance op, int architecture, Precision precision)
    {
        var compilation = new CudaCompilation(op.Plan, precision) { Architecture = architecture };
        compilation.Run();
        return [.. compilation.Launches.Select(launch => launch.Launch.Kernel)];
    }
}
