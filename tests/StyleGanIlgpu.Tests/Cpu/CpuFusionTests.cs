using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>A convolution and the torgb after it, made together or apart.</summary>
public class CpuFusionTests
{
    private static readonly Gen<Shape> AnyShape = Gen.Select(
        Gen.Int[1, 3], Gen.Int[16, 40], Gen.Int[16, 70], Gen.Int[12, 50], Gen.Int[12, 90], Gen.Int[1, 4], Gen.Bool,
        (batch, ins, outs, height, width, colours, residuals) => new Shape(batch, ins, outs, height, width, colours, residuals));

    [Fact]
    public void Joined_they_give_the_bits_of_both_apart()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(
            shape =>
            {
                var (joined, apart) = (new OneOp(shape.Batch, b => Describe(b, shape, false)), new OneOp(shape.Batch, b => Describe(b, shape, true)));
                Assert.IsType<ConvolutionAndRgb>(Assert.Single(CpuFusion.Of(joined.Plan).Ops));
                Assert.Equal(2, CpuFusion.Of(apart.Plan).Ops.Count);
                var inputs = joined.Inputs(7);
                Comparison.AssertSameBits(shape.ToString(), joined.Run(engine, inputs), apart.Run(engine, inputs));
            },
            iter: 40);
    }

    [Fact]
    public void Threads_and_batch_change_nothing()
    {
        var op = new OneOp(3, b => Describe(b, new Shape(3, 24, 40, 70, 66, 3, true), false));
        op.AssertIndependent(op.Inputs(11));
    }

    [Fact]
    public void The_map_between_them_takes_no_memory()
    {
        var shape = new Shape(1, 32, 32, 256, 256, 3, false);
        using var engine = new CpuEngine(1);
        var map = 32L * 256 * 256 * sizeof(float);
        var (joined, apart) = (engine.Compile(new OneOp(1, b => Describe(b, shape, false)).Plan), engine.Compile(new OneOp(1, b => Describe(b, shape, true)).Plan));
        Assert.InRange(apart.SessionBytes - joined.SessionBytes, map, map + 4096);
    }

    [Fact]
    public void A_map_that_others_read_too_stays()
    {
        var shape = new Shape(1, 16, 16, 16, 16, 3, false);
        var plan = new OneOp(
            1,
            builder =>
            {
                var rgb = Describe(builder, shape, false);
                var copy = builder.Maps("copy", 3, 16, 16);
                var weight = new Parameter("copy.weight", [3, 16, 1, 1], RandomValues.Uniform(5, 48));
                builder.Add(new Convolution(new TensorId(2), copy, weight, 0, new Epilogue()));
                builder.Keep(copy);
                return rgb;
            }).Plan;
        Assert.Equal("middle", plan.Tensors[2].Name);
        Assert.Same(plan.Ops[0], CpuFusion.Of(plan).Ops[0]);
    }

    private static TensorId Describe(PlanBuilder builder, Shape shape, bool keepMiddle)
    {
        var (outs, colours) = (shape.Outs, shape.Colours);
        var input = builder.InputMaps("x", shape.Ins, shape.Height, shape.Width);
        var styles = builder.Input("styles", shape.Ins + 2 * outs);
        var middle = builder.Maps("middle", outs, shape.Height, shape.Width);
        var rgb = builder.Maps("rgb", colours, shape.Height, shape.Width);
        var (before, image) = shape.Residuals
            ? (builder.InputMaps("before", outs, shape.Height, shape.Width), builder.InputMaps("image", colours, shape.Height, shape.Width))
            : ((TensorId?)null, (TensorId?)null);
        var weight = new Parameter("weight", [outs, shape.Ins, 3, 3], RandomValues.Uniform(1, outs * shape.Ins * 9));
        var rgbWeight = new Parameter("rgb.weight", [colours, outs, 1, 1], RandomValues.Uniform(2, colours * outs));
        var bent = new Epilogue(new Parameter("bias", [outs], RandomValues.Uniform(3, outs)), Activation: Activation.LeakyRelu, Gain: Math.Sqrt(2), Clamp: 9);
        builder.Add(new Convolution(input, middle, weight, 1, bent, 0.1, new Modulation(styles, 0, styles, shape.Ins), Noise: new Noise(0.3, null, 4), Residual: before));
        builder.Add(new Convolution(middle, rgb, rgbWeight, 0, new Epilogue(Clamp: 3), 0.2, new Modulation(styles, shape.Ins + outs), Residual: image));
        if (keepMiddle)
            builder.Keep(rgb);
        if (keepMiddle)
            builder.Keep(middle);
        return rgb;
    }

    private sealed record Shape(int Batch, int Ins, int Outs, int Height, int Width, int Colours, bool Residuals);
}
