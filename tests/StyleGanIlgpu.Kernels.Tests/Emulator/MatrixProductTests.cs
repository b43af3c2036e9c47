using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>A whole product by tensor cores: right, wrong in ways that show, and as exact as its sums allow.</summary>
public class MatrixProductTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(256)]
    public void A_product_and_its_counters(int depth)
    {
        Assert.InRange(Error(new MatrixProductKernel(), depth, out var report), 1e-5, 5e-4);
        Assert.InRange(Error(new MatrixProductKernel { IsSplit = true, DrainEvery = 4 }, depth, out var split), 0, 4e-7);
        var shape = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32";
        Assert.Equal(depth / 8, report.MatrixProducts[shape]);
        Assert.Equal(3 * depth / 8, split.MatrixProducts[shape]);
        Assert.Equal(16L * 8 * depth, report.TensorMultiplyAdds);
        Assert.Equal(depth / 8, report[InstructionClass.TensorCore].Warps);
        // Of A a load for each step, of B one for two.
        Assert.Equal(3 * depth / 16, report[InstructionClass.LoadMatrix].Warps);
        Assert.Equal(3 * depth / 16, report.MatrixLoadSites.Sum(site => site.Requests));
        Assert.Equal(4 * 3 * depth / 16, report.MatrixLoadSites.Sum(site => site.Wavefronts));
        Assert.Equal(0, report.BankConflicts);
        Assert.Equal(4L * (16 + 8) * depth, report.AsyncCopyBytes);
        Assert.Equal(4L * (16 + 8) * depth / 32, report.AsyncCopySites.Where(site => !site.IsStore).Sum(site => site.Sectors));
        Assert.Equal(4L * (16 + 8) * depth, report.AsyncCopySites.Where(site => site.IsStore).Sum(site => site.Bytes));
        Assert.Equal(4L * (16 + 8) * depth, report.FirstTouchReadBytes);
        var twice = report + split;
        Assert.Equal(4 * depth / 8, twice.MatrixProducts[shape]);
        Assert.Equal(2 * report.AsyncCopyBytes, twice.AsyncCopyBytes);
    }

    [Fact]
    public void A_swapped_lane_shows_in_the_result()
    {
        for (var bit = 1; bit < 8; bit *= 2)
            Assert.True(Error(new MatrixProductKernel { SwappedLanes = bit }, 64, out _) > 0.1);
    }

    [Fact]
    public void Rows_that_are_not_swizzled_meet_in_the_banks()
    {
        Assert.InRange(Error(new MatrixProductKernel { WrittenSwizzle = 0, ReadSwizzle = 0 }, 64, out var report), 1e-5, 5e-4);
        // Eight rows of a matrix, one behind the other.
        Assert.All(report.MatrixLoadSites, site => Assert.Equal(8 * site.LeastWavefronts, site.Wavefronts));
        Assert.InRange(Error(new MatrixProductKernel { WrittenSwizzle = 3, ReadSwizzle = 3 }, 64, out report), 1e-5, 5e-4);
        Assert.All(report.MatrixLoadSites, site => Assert.Equal(2 * site.LeastWavefronts, site.Wavefronts));
    }

    [Fact]
    public void A_wrong_swizzle_shows_in_the_result_and_the_banks()
    {
        Assert.True(Error(new MatrixProductKernel { ReadSwizzle = 3 }, 64, out var report) > 0.1);
        Assert.NotEqual(0, report.BankConflicts);
    }

    /// <summary>
    /// A tensor core truncates each sum: the more it has added, the more is missing. Drained into sums of float32 every four steps, three products
    /// of split operands are as good as products of float32.
    /// </summary>
    [Fact]
    public void Long_sums_have_to_be_drained()
    {
        const int depth = 4608;
        var undrained = Error(new MatrixProductKernel { IsSplit = true }, depth, out _);
        var drained = Error(new MatrixProductKernel { IsSplit = true, DrainEvery = 4 }, depth, out _);
        Assert.InRange(undrained, 1.5e-5, 1e-4);
        Assert.InRange(drained, 0, 8e-7);
    }

    /// <summary>Against double, relative to the result.</summary>
    private static double Error(MatrixProductKernel kernel, int depth, out LaunchReport report)
    {
        var random = new Random(depth);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        var (a, b) = (new float[16 * depth], new float[8 * depth]);
        for (var i = 0; i < a.Length; i++)
            a[i] = Normal();
        for (var i = 0; i < b.Length; i++)
            b[i] = Normal();
        var c = kernel.Run(a, b, out report);
        var (error, size) = (0.0, 0.0);
        for (var row = 0; row < 16; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                var exact = Enumerable.Range(0, depth).Sum(k => (double)a[(row * depth) + k] * b[(column * depth) + k]);
                error += Math.Pow(c[(8 * row) + column] - exact, 2);
                size += exact * exact;
            }
        }
        return Math.Sqrt(error / size);
    }
}
