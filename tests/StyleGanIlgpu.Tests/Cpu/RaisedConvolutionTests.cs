using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>Up-sampling convolutions by transforms, where maps are cut into parts, bands and strips.</summary>
public class RaisedConvolutionTests
{
    // No tap like another, so that none can stand in for it.
    private static readonly float[] Filter = [0.1f, 0.5f, 0.3f, 0.2f];

    private static readonly Gen<Shape> AnyShape = Gen.Select(
        Gen.Int[1, 2], Gen.Int[16, 40], Gen.Int[16, 40], Gen.Int[24, 60], Gen.Int[24, 60], Gen.Int[0, 2], Gen.Bool,
        (batch, ins, outs, height, width, padding, residual) => new Shape(batch, ins, outs, height, width, padding, residual));

    [Fact]
    public void They_agree_with_the_reference_at_any_shape()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(shape => Op(shape).AssertAgrees(engine, 1e-6, Op(shape).Inputs(3)), iter: 15);
    }

    /// <summary>Several parts across; several strips down a band; both, with channels shared out.</summary>
    [Theory]
    [InlineData(16, 16, 24, 300)]
    [InlineData(16, 16, 310, 25)]
    [InlineData(96, 80, 61, 150)]
    [InlineData(24, 520, 90, 30)]
    public void They_agree_with_the_reference_wherever_the_map_is_cut(int ins, int outs, int height, int width)
    {
        var op = Op(new Shape(1, ins, outs, height, width, 1, false));
        foreach (var threads in new[] { 1, 4 })
        {
            using var engine = new CpuEngine(threads);
            op.AssertAgrees(engine, 1e-6, op.Inputs(5));
        }
    }

    [Theory]
    [InlineData(16, 20, 130, 170)]
    [InlineData(130, 70, 40, 90)]
    public void Threads_and_batch_change_nothing(int ins, int outs, int height, int width)
    {
        var op = Op(new Shape(2, ins, outs, height, width, 1, true));
        op.AssertIndependent(op.Inputs(9));
    }

    private static OneOp Op(Shape shape) => new(shape.Batch, builder =>
    {
        var (outs, padding) = (shape.Outs, shape.Padding);
        var (height, width) = (2 * (shape.Height + padding - 1), 2 * (shape.Width + padding - 1));
        var input = builder.InputMaps("x", shape.Ins, shape.Height, shape.Width);
        var styles = builder.Input("styles", shape.Ins + outs);
        var output = builder.Maps("y", outs, height, width);
        var before = shape.Residual ? builder.InputMaps("before", outs, height, width) : (TensorId?)null;
        var weight = new Parameter("weight", [outs, shape.Ins, 3, 3], RandomValues.Uniform(1, outs * shape.Ins * 9));
        var bent = new Epilogue(new Parameter("bias", [outs], RandomValues.Uniform(3, outs)), Activation: Activation.LeakyRelu, Gain: Math.Sqrt(2), Clamp: 90);
        builder.Add(new Convolution(
            input, output, weight, padding, bent, 0.5, new Modulation(styles, 0, styles, shape.Ins), new Parameter("filter", [4], Filter), new Noise(0.3, null, 4), before));
        return output;
    });

    private sealed record Shape(int Batch, int Ins, int Outs, int Height, int Width, int Padding, bool Residual);
}
