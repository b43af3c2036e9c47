using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.GpuCheck;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.Cuda;
using StyleGanIlgpu.Tests.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class ShapeParityTests
{
    [Theory]
    [InlineData(Precision.Float32, "tensor_convolution_split_")]
    [InlineData(Precision.Fp16, "tensor_convolution_f16_")]
    public void A_GPU_is_judged_by_the_CPU_and_its_batches_by_its_singles(Precision precision, string kernel)
    {
        var results = Run("cuda", "1,3", precision, _ => RandomNetwork.StyleGan2(SmallShapes.Two));
        Assert.Equal(
            [
                "batch 1, the first against the CPU engine", "batch 1, bytes, share off by one",
                "batch 3, the first against the CPU engine", "batch 3, each against itself alone", "batch 3, bytes, share off by one",
            ],
            results.Parity.Select(parity => parity.Array));
        Assert.All(results.Parity, parity => Assert.True(parity.Passed, $"{parity.Array}: {parity.RelativeRmse}"));
        // Not the judge's own numbers.
        Assert.NotEqual(0, results.Parity[0].RelativeRmse);
        Assert.Contains(results.Compared, compared => compared.Kernel.StartsWith(kernel, StringComparison.Ordinal));
        Assert.Contains(results.Compared, compared => compared.Kernel == "to_rgb8");
    }

    [Fact]
    public void A_GPU_that_makes_other_pictures_fails()
    {
        // The second network that is made is the judge's.
        var results = Run("cuda", "1", Precision.Float32, seed => RandomNetwork.StyleGan2(SmallShapes.Two, seed));
        Assert.True(results.Failed);
        Assert.False(results.Parity[0].Passed);
    }

    [Fact]
    public void On_a_CPU_batches_alone_are_compared()
    {
        var results = Run("cpu", "1,2", Precision.Float32, _ => RandomNetwork.StyleGan2(SmallShapes.Two));
        Assert.Equal(["batch 1, bytes, share off by one", "batch 2, each against itself alone", "batch 2, bytes, share off by one"], results.Parity.Select(parity => parity.Array));
        Assert.False(results.Failed);
        Assert.Empty(results.Compared);
    }

    [Fact]
    public void A_CPU_with_no_batch_has_nothing_to_compare() =>
        Assert.Throws<NotCheckedException>(() => Run("cpu", "1", Precision.Float32, _ => RandomNetwork.StyleGan2(SmallShapes.Two)));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_batch_has_the_bits_of_its_singles(int changed)
    {
        float[] singles = [1, -2, 3, 4, 5, 6, 7, 8];
        var batch = singles.ToArray();
        batch[changed] = MathF.BitIncrement(batch[changed]);
        var parity = ShapeParity.Compare("net", Precision.Fp16, 2, batch, singles, judge: [.. singles[..4]]).ToArray();
        Assert.False(parity[1].Passed);
        // A bit is within the judge's limit.
        Assert.True(parity[0].Passed);
    }

    [Theory]
    [InlineData(Precision.Float32, 1.9e-5f, true)]
    [InlineData(Precision.Float32, 2.2e-5f, false)]
    [InlineData(Precision.Tf32, 1.9e-3f, true)]
    [InlineData(Precision.Fp16, 2.2e-3f, false)]
    [InlineData(Precision.Float32, float.NaN, false)]
    public void The_first_of_a_batch_is_within_the_limit_of_golden_pictures(Precision precision, float error, bool passes)
    {
        float[] judge = [1, -2, 3];
        float[] pictures = [.. judge.Select(value => value * (1 + error)), 7, 8, 9];
        var parity = ShapeParity.Compare("net", precision, 2, pictures, pictures, judge).ToArray();
        Assert.Equal(passes, parity[0].Passed);
        Assert.Equal(!float.IsNaN(error), parity[1].Passed);
    }

    [Fact]
    public void Pictures_without_a_judge_or_of_another_length_have_no_parity()
    {
        Assert.Empty(ShapeParity.Compare("net", Precision.Float32, 1, [1, 2], [1, 2], null));
        Assert.All(ShapeParity.Compare("net", Precision.Float32, 2, [1, 2], [1, 2, 1, 2], [1, 2, 3]), parity => Assert.False(parity.Passed));
    }

    [Fact]
    public void Bytes_may_be_off_by_one()
    {
        Assert.Equal(0.25, Difference.ShareOffByOne([1, 2, 3, 4], [1, 2, 4, 4]));
        Assert.Equal(double.NaN, Difference.ShareOffByOne([1, 2, 3, 4], [1, 2, 5, 4]));
        Assert.Equal(double.NaN, Difference.ShareOffByOne([1, 2], [1]));
    }

    [Fact]
    public void What_was_timed_and_never_compared_is_listed()
    {
        var results = new CheckResults { Engine = "", Machine = "", When = "" };
        results.AddCompared(Precision.Fp16, ["conv", "sum"]);
        results.AddCompared(Precision.Fp16, ["conv"]);
        results.AddCompared(Precision.Float32, ["large"]);
        foreach (var kernel in (string[])["conv", "large", "small"])
            results.Launches.Add(new LaunchResult("net", "fp16", 1, 0, kernel, "1 x 1 x 1", 1));
        var report = MarkdownReport.Write(results);
        Assert.Contains("| fp16 | conv, sum | large, small |", report, StringComparison.Ordinal);
        Assert.Contains("| float32 | large |  |", report, StringComparison.Ordinal);
    }

    private static CheckResults Run(string device, string batches, Precision precision, Func<ulong, Checkpoint> make)
    {
        var results = new CheckResults { Engine = "", Machine = "", When = "" };
        var start = CudaStart.Of(new EmulatedCudaDriver(new EmulatorMachine(), 80));
        var made = 0UL;
        new ShapeParity(CheckOptions.Parse(["--device", device, "--batches", batches]), results, () => start).Run("small", () => make(made++), precision);
        return results;
    }
}
