using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace StyleGanIlgpu.Kernels.Tests.OnCpuAccelerator;

public class StyledInstanceNormKernelTests
{
    [Theory]
    [InlineData(1, 5, 33)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 9, 1100)]
    public void Gives_every_channel_its_style(int batch, int channels, int pixels)
    {
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(32, 8, 1)));
        using var accelerator = context.CreateCPUAccelerator(0);
        var (quads, random) = (Float4.Count(channels), new Random(channels));
        var maps = new float[batch * pixels * quads * 4];
        var styles = new float[batch * 2 * channels];
        foreach (var values in new[] { maps, styles })
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() + 3;
        }
        using var input = accelerator.Allocate1D(maps);
        using var output = accelerator.Allocate1D<float>(maps.Length);
        using var styleRows = accelerator.Allocate1D(styles);
        using var moments = accelerator.Allocate1D<Float4>(StyledInstanceNormArguments.MomentQuads(pixels, quads, batch));
        var arguments = new StyledInstanceNormArguments
        {
            Input = input.View.Cast<float, Float4>(),
            Output = output.View.Cast<float, Float4>(),
            Styles = styleRows.View.AsContiguous(),
            Moments = moments.View.AsContiguous(),
            Pixels = pixels,
            Quads = quads,
            Channels = channels,
            StyleStride = 2 * channels,
            Epsilon = 1e-8f,
        };
        Launch(accelerator, StyledInstanceNormKernel.Statistics, StyledInstanceNormArguments.LaunchStatistics(pixels, quads, batch), arguments);
        Launch(accelerator, StyledInstanceNormKernel.Application, StyledInstanceNormArguments.LaunchApplication(pixels, quads, batch), arguments);

        var result = output.GetAsArray1D();
        for (var n = 0; n < batch; n++)
        {
            for (var c = 0; c < channels; c++)
            {
                double[] Plane(float[] values) => [.. Enumerable.Range(0, pixels).Select(i => (double)values[(((n * pixels) + i) * quads * 4) + c])];
                var plane = Plane(maps);
                var deviation = Math.Sqrt(plane.Average(x => Math.Pow(x - plane.Average(), 2)) + 1e-8);
                var (scale, shift) = (styles[n * 2 * channels + c] + 1, styles[(n * 2 * channels) + channels + c]);
                Assert.All(plane.Zip(Plane(result)), pair => Assert.Equal(((pair.First - plane.Average()) / deviation * scale) + shift, pair.Second, 1e-4));
            }
        }
    }

    private static void Launch(Accelerator accelerator, Action<StyledInstanceNormArguments> kernel, KernelLaunch launch, StyledInstanceNormArguments arguments)
    {
        var load = accelerator.LoadStreamKernel(kernel);
        load(new KernelConfig(new Index3D(launch.Grid.X, launch.Grid.Y, launch.Grid.Z), new Index3D(launch.Group.X, launch.Group.Y, launch.Group.Z)), arguments);
        accelerator.Synchronize();
    }
}
