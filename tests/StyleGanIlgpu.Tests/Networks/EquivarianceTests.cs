using StyleGanIlgpu.Tests.Golden;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>
/// What StyleGAN3 was made for (arXiv 2106.12423): moving and turning its input moves and turns its picture. It holds exactly where every
/// sampling grid of the network maps onto itself: for quarter turns in config R, and for shifts by whole samples of the coarsest grid.
/// </summary>
public class EquivarianceTests(ITestOutputHelper output)
{
    private const string Network = "sg3_r64";
    private const int Size = 64;
    private const int Border = 20;

    /// <summary>Emulated engines have shown it where they met the golden pictures that are moved and turned.</summary>
    public static TheoryData<string, string> Engines => NetworkJudge.With([Network], emulated: _ => false);

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_quarter_turn_of_the_input_turns_the_picture(string engine, string network)
    {
        var run = Run(engine, network);
        var upright = Picture(run, default);
        AssertTurned(run, 90, Turned(upright));
        AssertTurned(run, -90, Turned(Turned(Turned(upright))));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_shift_of_the_input_shifts_the_picture(string engine, string network)
    {
        var run = Run(engine, network);
        var still = Picture(run, default);
        // Multiples of R / 16 pixels, then others: those lose what the filters let through beyond their cutoff.
        (int X, int Y, bool IsExact)[] shifts = [(-4, 8, true), (3, -5, false), (4, 0, true), (-12, -4, true), (2, 0, false)];
        foreach (var (x, y, isExact) in shifts.Take(NetworkJudge.Find(engine).Samples(shifts.Length)))
        {
            var (moved, expected) = (Window(Moved(run, x, y), 0, 0), Window(still, -x, -y));
            output.WriteLine($"{x}, {y} pixels: {Comparison.Of<double, double>(moved, expected)}");
            if (isExact)
                Comparison.AssertWithin<double, double>($"{x}, {y} pixels", 1e-5, moved, expected);
        }
    }

    private void AssertTurned(NetworkRun run, double degrees, double[] expected) =>
        output.WriteLine($"{degrees}: {Comparison.AssertWithin<double, double>($"{degrees} degrees", 1e-5, Picture(run, new(0, 0, degrees)), expected)}");

    private static double[] Moved(NetworkRun run, int x, int y) => Picture(run, new((double)x / Size, (double)y / Size, 0));

    private static NetworkRun Run(string engine, string network) => new(NetworkJudge.Find(engine).Engine, GoldenNetwork.Open(network).Network);

    private static double[] Picture(NetworkRun run, ImageTransform transform)
    {
        var golden = GoldenNetwork.Open(Network);
        var matrix = new float[9];
        transform.WriteInverse(matrix);
        var ws = golden.Arrays["ws_psi1"].Doubles[..(golden.Network.NumWs * golden.Network.Config.WDim)];
        return run.Synthesize(ws, transform: Array.ConvertAll(matrix, value => (double)value)).Values;
    }

    /// <summary>A quarter turn in the direction of the official scripts' rotation.</summary>
    private static double[] Turned(double[] picture)
    {
        var turned = new double[picture.Length];
        for (var i = 0; i < picture.Length; i++)
        {
            var (plane, y, x) = (i / (Size * Size), i / Size % Size, i % Size);
            turned[(plane * Size * Size) + ((Size - 1 - x) * Size) + y] = picture[i];
        }
        return turned;
    }

    /// <summary>The middle of the picture, looked at from a shifted place: near the border, what was beyond it before shows through the filters.</summary>
    private static double[] Window(double[] picture, int x, int y)
    {
        var window = new List<double>();
        for (var plane = 0; plane < picture.Length; plane += Size * Size)
        {
            for (var row = Border; row < Size - Border; row++)
            {
                for (var column = Border; column < Size - Border; column++)
                    window.Add(picture[plane + ((row + y) * Size) + column + x]);
            }
        }
        return [.. window];
    }
}
