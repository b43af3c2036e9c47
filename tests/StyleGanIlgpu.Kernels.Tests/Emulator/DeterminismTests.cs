using System.Globalization;
using CsCheck;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Results and counters don't depend on the number of threads that execute blocks.</summary>
public class DeterminismTests
{
    [Theory]
    [InlineData("sm_75")]
    [InlineData("sm_80")]
    public void A_product_of_matrices_is_the_same_on_any_number_of_threads(string target)
    {
        const int n = 80;
        var ptx = IlgpuPtx.Compile("Multiply", target);
        var random = new Random(5);
        var a = Enumerable.Range(0, n * n).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var b = Enumerable.Range(0, n * n).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var expected = new float[n * n];
        for (var i = 0; i < n * n; i++)
        {
            for (var k = 0; k < n; k++)
                expected[i] = MathF.FusedMultiplyAdd(a[(i / n * n) + k], b[(k * n) + (i % n)], expected[i]);
        }
        var reports = new List<string>();
        foreach (var threads in new[] { 1, 2, 5, 64 })
        {
            using var device = new EmulatedDevice(new EmulatorOptions { Threads = threads });
            var c = device.Allocate(4 * n * n);
            var arguments = new KernelArguments().View(device.Upload<float>(a), n * n).View(device.Upload<float>(b), n * n).View(c, n * n).Add(n);
            var report = device.Load(ptx).Kernel("Multiply").Launch(new Dim3(n / 16, n / 16), new Dim3(16, 16), 2 * 272 * 4, arguments.ToArray());
            Assert.Equal(expected, device.Download<float>(c, n * n));
            reports.Add(Describe(report));
        }
        Assert.Single(reports.Distinct());
    }

    [Fact]
    public void Launches_beyond_the_marks_of_127_are_told_apart()
    {
        using var device = new EmulatedDevice();
        var x = device.Upload<float>(new float[64]);
        // Each launch may write what the one before read and wrote, in another order of blocks.
        for (var launch = 0; launch < 300; launch++)
        {
            var report = HandwrittenKernel.Run(
                device,
                $"""
                xor.b32 %r6, %r3, {launch % 64};
                mul.wide.u32 %rd5, %r6, 4;
                add.u64 %rd5, %rd1, %rd5;
                ld.global.f32 %f1, [%rd5];
                add.rn.f32 %f1, %f1, 0f3F800000;
                st.global.f32 [%rd5], %f1;
                ret;
                """,
                x, blocks: 2);
            Assert.Equal((256, 256), (report.FirstTouchReadBytes, report.FirstTouchWrittenBytes));
        }
        Assert.All(device.Download<float>(x, 64), value => Assert.Equal(300, value));
    }

    /// <summary>Any mapping of lanes to places: what arrives is what was sent, and sectors are counted as one would by hand.</summary>
    [Fact]
    public void Random_gathers() => Gen.Int[0, 511].Array[64].Sample(
        places =>
        {
            using var device = new EmulatedDevice();
            var x = device.Upload<float>([.. Enumerable.Range(0, 512).Select(i => (float)i)]);
            var index = device.Upload<int>(places);
            var y = device.Allocate(256);
            var report = device.Load(GatherPtx).Kernel("test").Launch(
                new Dim3(1), new Dim3(64), 0, new KernelArguments().Add(x).Add(index).Add(y).ToArray());
            Assert.Equal(places.Select(place => (float)place), device.Download<float>(y, 64));
            var sectors = places.Chunk(32).Sum(warp => warp.Select(place => place / 8).Distinct().Count());
            Assert.Equal(sectors, report.GlobalSites.Single(site => site.Text.Contains("%f1, [%rd7]", StringComparison.Ordinal) && !site.IsStore).Sectors);
            Assert.Equal((places.Select(place => place / 8).Distinct().Count() * 32) + 256, report.FirstTouchReadBytes);
        },
        iter: 40);

    private const string GatherPtx = """
        .version 7.0
        .target sm_80
        .address_size 64
        .visible .entry test(.param .b64 x, .param .b64 index, .param .b64 y)
        {
        .reg .b64 %rd<9>;
        .reg .b32 %r<4>;
        .reg .f32 %f<2>;
        ld.param.b64 %rd1, [x];
        ld.param.b64 %rd2, [index];
        ld.param.b64 %rd3, [y];
        mov.b32 %r1, %tid.x;
        mul.wide.u32 %rd4, %r1, 4;
        add.u64 %rd5, %rd2, %rd4;
        ld.global.b32 %r2, [%rd5];
        mul.wide.u32 %rd6, %r2, 4;
        add.u64 %rd7, %rd1, %rd6;
        ld.global.f32 %f1, [%rd7];
        add.u64 %rd8, %rd3, %rd4;
        st.global.f32 [%rd8], %f1;
        ret;
        }
        """;

    [Fact]
    public void Approximations_are_off_by_an_amount_that_depends_on_the_argument_alone()
    {
        var arguments = Enumerable.Range(1, 256).Select(i => i / 7f).ToArray();
        float[] Run(int threads)
        {
            using var device = new EmulatedDevice(new EmulatorOptions { Threads = threads });
            var y = device.Allocate(1024);
            HandwrittenKernel.Run(
                device, "ld.global.f32 %f1, [%rd3];\nrsqrt.approx.f32 %f2, %f1;\nst.global.f32 [%rd4], %f2;\nret;",
                device.Upload<float>(arguments), y, blocks: 8);
            return device.Download<float>(y, 256);
        }
        var results = Run(1);
        Assert.Equal(results, Run(4));
        // Rounding alone reaches half a unit in the last place; the documented bound is more than one.
        var errors = results.Zip(arguments, (r, a) => Math.Abs((r * Math.Sqrt(a)) - 1)).ToArray();
        Assert.InRange(errors.Max(), Math.Pow(2, -23.5), Math.Pow(2, -22.9));
    }

    private static string Describe(LaunchReport report) => string.Join('\n',
    [
        .. Enum.GetValues<InstructionClass>().Select(group => $"{group} {report[group]}"),
        .. report.Sites.Select(site => site.ToString()),
        .. report.Branches.Select(branch => branch.ToString()),
        string.Create(CultureInfo.InvariantCulture, $"{report.FirstTouchReadBytes} {report.FirstTouchWrittenBytes}"),
    ]);
}
