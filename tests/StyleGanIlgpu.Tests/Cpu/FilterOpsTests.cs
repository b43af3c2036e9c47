using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>Up-fir-down and filtered leaky ReLU against the reference: at random shapes, and at those that have kernels of their own.</summary>
public class FilterOpsTests
{
    private const double Limit = 1e-6;

    /// <summary>
    /// Five times the official float32 error of the golden cases: where most values are cut by the clamp, or cancel each other,
    /// what is left is small beside what was summed.
    /// </summary>
    private const double ClampedLimit = 4e-6;

    private static readonly Gen<Parameter?> AnyFilter = Gen.Select(
        Gen.Int[0, 5], Gen.Int[1, 14], Gen.Int[1, 7], Gen.Int[0, 1000],
        (kind, width, height, seed) => kind switch
        {
            0 => null,
            1 => Normalized(Mirrored(seed, 12, plane: true)),
            2 => Normalized(Mirrored(seed, 12 * (seed % 2 + 1), plane: false)),
            3 => Normalized(Outer(seed, width, height)),
            4 => Normalized(RandomValues.Parameter(seed, width)),
            _ => Normalized(RandomValues.Parameter(seed, height, width)),
        });

    private static readonly Gen<Padding> AnyPadding = Gen.Select(
        Gen.Int[-5, 13], Gen.Int[-5, 13], Gen.Int[-5, 13], Gen.Int[-5, 13], (a, b, c, d) => new Padding(a, b, c, d));

    private static readonly Gen<TensorShape> AnyShape = Gen.Select(
        Gen.Int[1, 2], Gen.Int[1, 18], Gen.Int[1, 40], Gen.Int[1, 40], (n, c, h, w) => new TensorShape(n, c, h, w));

    [Fact]
    public void UpFirDn_agrees_with_the_reference_at_random_shapes()
    {
        using var engine = new CpuEngine(2);
        Gen.Select(AnyShape, AnyFilter, AnyPadding, Gen.Int[1, 4].Array[4], Gen.Int[1, 40], Gen.Bool).Sample(
            (shape, filter, padding, factors, gain, flip) =>
            {
                var op = UpFirDn(shape, filter, factors[0], factors[1], factors[2], factors[3], padding, gain / 10.0, flip);
                op?.AssertAgrees(engine, Limit, op.Inputs(1), gain / 10.0);
            },
            iter: 300);
    }

    [Fact]
    public void FilteredLeakyRelu_agrees_with_the_reference_at_random_shapes()
    {
        using var engine = new CpuEngine(2);
        var bend = Gen.Select(Gen.Int[-20, 20], Gen.Int[-10, 30], Gen.Int[0, 10],
            (gain, slope, clamp) => new Bend(gain / 10.0, slope / 10.0, clamp == 0 ? null : clamp / 10.0));
        Gen.Select(AnyShape, AnyFilter, AnyFilter, AnyPadding, Gen.Int[1, 5], Gen.Int[1, 4], bend, Gen.Bool).Sample(
            (shape, up, down, padding, upFactor, downFactor, b, biased) =>
            {
                var bias = biased ? RandomValues.Parameter(9, shape.Channels) : null;
                var op = FilteredLeakyRelu(shape, up, down, bias, upFactor, downFactor, padding, b);
                op?.AssertAgrees(engine, ClampedLimit, op.Inputs(1), Math.Abs(b.Gain));
            },
            iter: 300);
    }

    /// <summary>Up and down factors of StyleGAN3, sizes around the register tiles and the strips.</summary>
    [Theory]
    [InlineData(2, 12, false)]
    [InlineData(2, 12, true)]
    [InlineData(4, 24, false)]
    [InlineData(4, 24, true)]
    public void FilteredLeakyRelu_agrees_at_the_shapes_of_StyleGAN3(int up, int taps, bool radial)
    {
        using var engine = new CpuEngine(3);
        foreach (var (height, width) in new[] { (1, 1), (4, 3), (5, 9), (9, 23), (20, 24), (17, 25), (36, 60), (12, 147) })
        {
            var total = (width - 1) * 2 + 1 - width * up + taps + 12 - 2;
            var totalY = (height - 1) * 2 + 1 - height * up + taps + 12 - 2;
            var (left, top) = ((int)Math.Floor((total + up) / 2.0), (int)Math.Floor((totalY + up) / 2.0));
            var op = FilteredLeakyRelu(
                new TensorShape(1, 9, height, width),
                Mirrored(3, taps, plane: false),
                Mirrored(4, 12, radial),
                RandomValues.Parameter(5, 9),
                up,
                2,
                new Padding(left, total - left, top, totalY - top),
                new Bend(Math.Sqrt(2), 0.2, 0.7));
            Assert.Equal((height, width), (op!.Plan[op.Plan.Outputs[0]].Shape.Height, op.Plan[op.Plan.Outputs[0]].Shape.Width));
            op.AssertAgrees(engine, Limit, op.Inputs(2));
        }
    }

    [Fact]
    public void Filters_depend_on_neither_batch_nor_threads()
    {
        var shape = new TensorShape(3, 10, 57, 133);
        var padding = new Padding(9, 8, 9, 8);
        var upFirDn = UpFirDn(shape, Outer(1, 4, 4), 2, 2, 1, 1, new Padding(2, 1, 2, 1), 4, false)!;
        upFirDn.AssertIndependent(upFirDn.Inputs(1));
        foreach (var (up, radial) in new[] { (2, false), (2, true), (4, false) })
        {
            var op = FilteredLeakyRelu(
                shape, Mirrored(1, 6 * up, false), Mirrored(2, 12, radial), RandomValues.Parameter(3, 10), up, 2, padding, new Bend(1.4, 0.2, 0.5))!;
            op.AssertIndependent(op.Inputs(1));
        }
    }

    /// <summary>What is outside of the image is zero, not the bias: an image of zeros shows the difference at its border.</summary>
    [Fact]
    public void Bias_stays_inside_the_image()
    {
        var op = FilteredLeakyRelu(
            new TensorShape(1, 1, 8, 8), new Parameter("up", [3], new float[] { 1, 1, 1 }), null, new Parameter("bias", [1], new float[] { 1 }),
            1, 1, new Padding(1, 1, 1, 1), new Bend(1, 1, null))!;
        using var engine = new CpuEngine(1);

        var image = op.Run(engine, [new float[64]]);

        Assert.Equal([4f, 6, 6, 6, 6, 6, 6, 4], image[..8]);
        Assert.Equal([6f, 9, 9, 9, 9, 9, 9, 6], image[8..16]);
    }

    [Fact]
    public void A_plan_with_a_wrong_size_is_refused()
    {
        using var engine = new CpuEngine(1);
        var op = new OneOp(1, builder =>
        {
            var (input, output) = (builder.InputMaps("x", 1, 8, 8), builder.Maps("y", 1, 16, 17));
            builder.Add(new UpFirDn(input, output, RandomValues.Parameter(1, 4), 2, 2, 1, 1, new Padding(2, 1, 2, 1)));
            return output;
        });

        var exception = Assert.Throws<ArgumentException>(() => engine.Compile(op.Plan));

        Assert.Contains("makes 16 samples of 8", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Null where nothing would be left of the image.</summary>
    private static OneOp? UpFirDn(
        TensorShape shape, Parameter? filter, int upX, int upY, int downX, int downY, Padding padding, double gain, bool flip)
    {
        var (tapsX, tapsY) = Taps(filter);
        var width = FloorDivide(shape.Width * upX + padding.Left + padding.Right - tapsX, downX) + 1;
        var height = FloorDivide(shape.Height * upY + padding.Top + padding.Bottom - tapsY, downY) + 1;
        if (width < 1 || height < 1)
            return null;
        return new OneOp(shape.Batch, builder =>
        {
            var input = builder.InputMaps("x", shape.Channels, shape.Height, shape.Width);
            var output = builder.Maps("y", shape.Channels, height, width);
            builder.Add(new UpFirDn(input, output, filter, upX, upY, downX, downY, padding, gain, flip));
            return output;
        });
    }

    /// <summary>Null where nothing would be left of the image.</summary>
    private static OneOp? FilteredLeakyRelu(
        TensorShape shape, Parameter? up, Parameter? down, Parameter? bias, int upFactor, int downFactor, Padding padding, Bend bend)
    {
        var ((upX, upY), (downX, downY)) = (Taps(up), Taps(down));
        var (raisedWidth, raisedHeight) =
            (shape.Width * upFactor + padding.Left + padding.Right - upX + 1, shape.Height * upFactor + padding.Top + padding.Bottom - upY + 1);
        var (width, height) = (FloorDivide(raisedWidth - downX, downFactor) + 1, FloorDivide(raisedHeight - downY, downFactor) + 1);
        if (raisedWidth < 1 || raisedHeight < 1 || width < 1 || height < 1)
            return null;
        return new OneOp(shape.Batch, builder =>
        {
            var input = builder.InputMaps("x", shape.Channels, shape.Height, shape.Width);
            var output = builder.Maps("y", shape.Channels, height, width);
            builder.Add(new FilteredLeakyRelu(
                input, output, up, down, bias, upFactor, downFactor, padding, bend.Gain, bend.Slope, bend.Clamp));
            return output;
        });
    }

    private static (int X, int Y) Taps(Parameter? filter) => filter?.Shape switch
    {
        null => (1, 1),
        [var taps] => (taps, taps),
        var shape => (shape[1], shape[0]),
    };

    private static int FloorDivide(int a, int b) => (int)Math.Floor((double)a / b);

    /// <summary>Random taps that are their own mirror image, along both axes for a plane.</summary>
    private static Parameter Mirrored(int seed, int taps, bool plane)
    {
        var half = RandomValues.Uniform(seed, taps * taps);
        var values = new float[plane ? taps * taps : taps];
        for (var i = 0; i < values.Length; i++)
            values[i] = half[Math.Min(i / taps, taps - 1 - i / taps) * taps + Math.Min(i % taps, taps - 1 - i % taps)];
        if (!plane)
            values = [.. Enumerable.Range(0, taps).Select(i => half[Math.Min(i, taps - 1 - i)])];
        return new Parameter($"mirrored{seed}", plane ? [taps, taps] : [taps], values);
    }

    /// <summary>Taps whose magnitudes sum to 1: random ones would amplify so much that the clamp leaves only what was near zero.</summary>
    private static Parameter Normalized(Parameter filter)
    {
        var sum = filter.Values.ToArray().Sum(Math.Abs);
        return new Parameter(filter.Name, filter.Shape, Array.ConvertAll(filter.Values.ToArray(), tap => tap / sum));
    }

    /// <summary>A plane that is an outer product.</summary>
    private static Parameter Outer(int seed, int width, int height)
    {
        var (row, column) = (RandomValues.Uniform(seed, width), RandomValues.Uniform(seed + 1, height));
        return new Parameter($"outer{seed}", [height, width], column.SelectMany(a => row.Select(b => a * b)).ToArray());
    }

    /// <summary>Leaky ReLU, gain, clamp.</summary>
    private sealed record Bend(double Gain, double Slope, double? Clamp);
}
