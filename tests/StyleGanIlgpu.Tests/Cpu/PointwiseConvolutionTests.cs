using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>Convolutions of 1 x 1, whose tasks take runs of pixels across rows, chunks of inputs and groups of outputs.</summary>
public class PointwiseConvolutionTests
{
    private static readonly Gen<Shape> AnyShape = Gen.Select(
        Gen.Int[1, 3], Gen.OneOf(Gen.Int[1, 40], Gen.Int[280, 700]), Gen.OneOf(Gen.Int[5, 70], Gen.Int[260, 300]), Gen.Int[1, 40], Gen.Int[1, 40], Gen.Bool, Gen.Bool,
        (batch, ins, outs, height, width, modulated, residual) => new Shape(batch, ins, outs, height, width, modulated, residual));

    [Fact]
    public void They_agree_with_the_reference_at_any_shape()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(shape => Op(shape).AssertAgrees(engine, 1e-6, Op(shape).Inputs(3)), iter: 40);
    }

    [Theory]
    [InlineData(2, 330, 300, 31, 33)]
    [InlineData(3, 24, 40, 3, 200)]
    public void Threads_and_batch_change_nothing(int batch, int ins, int outs, int height, int width)
    {
        var op = Op(new Shape(batch, ins, outs, height, width, true, true));
        op.AssertIndependent(op.Inputs(9));
    }

    private static OneOp Op(Shape shape) => new(shape.Batch, builder =>
    {
        var (ins, outs) = (shape.Ins, shape.Outs);
        var input = builder.InputMaps("x", ins, shape.Height, shape.Width);
        var styles = builder.Input("styles", ins + outs);
        var output = builder.Maps("y", outs, shape.Height, shape.Width);
        var before = shape.Residual ? builder.InputMaps("before", outs, shape.Height, shape.Width) : (TensorId?)null;
        var weight = new Parameter("weight", [outs, ins, 1, 1], RandomValues.Uniform(1, outs * ins));
        var bent = new Epilogue(new Parameter("bias", [outs], RandomValues.Uniform(3, outs)), Activation: Activation.LeakyRelu, Gain: Math.Sqrt(2), Clamp: 90);
        builder.Add(new Convolution(
            input, output, weight, 0, bent, 0.5, shape.Modulated ? new Modulation(styles, 0, styles, ins) : null, Residual: before));
        return output;
    });

    private sealed record Shape(int Batch, int Ins, int Outs, int Height, int Width, bool Modulated, bool Residual);
}
