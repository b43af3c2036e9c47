using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Cuda;
using StyleGanIlgpu.Tests.Golden;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Architectures that have no PTX of their own run that of older ones, with their own choice of kernels and tiles, and their own shared memory.</summary>
public class ArchitectureParityTests(ITestOutputHelper output)
{
    public static TheoryData<int, Precision> Architectures
    {
        get
        {
            var data = new TheoryData<int, Precision>();
            foreach (var architecture in SharedMemoryLimits.Architectures.Where(architecture => architecture is not (75 or 80)))
            {
                data.Add(architecture, Precision.Float32);
                data.Add(architecture, Precision.Fp16);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_golden_picture(int architecture, Precision precision)
    {
        var golden = GoldenNetwork.Open("sg2_ada_cond32");
        using var engine = EmulatedCuda.Engine(architecture, precision);
        var picture = new NetworkRun(engine, golden.Network).Synthesize(golden.Arrays["ws_rand"].Doubles[..(golden.Network.NumWs * golden.Network.Config.WDim)]).Values;
        var expected = golden.Arrays[golden.Arrays.Contains("img_ws_rand_f64") ? "img_ws_rand_f64" : "img_ws_rand"].Doubles[..picture.Length];
        var limit = precision == Precision.Float32 ? 2e-5 : 2e-3;
        output.WriteLine($"sm_{architecture} {precision}: {Comparison.AssertWithin<double, double>($"sm_{architecture}", limit, picture, expected)}");
    }
}
