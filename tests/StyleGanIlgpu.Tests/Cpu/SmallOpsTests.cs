using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>The ops that take no time: constant, truncation, second moment, Fourier features, bytes.</summary>
public class SmallOpsTests
{
    private static readonly Gen<TensorShape> AnyShape = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 34], Gen.Int[1, 9], Gen.Int[1, 9], (n, c, h, w) => new TensorShape(n, c, h, w));

    [Fact]
    public void ConstantInput_is_copied_to_every_sample()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(
            shape => new OneOp(shape.Batch, builder =>
            {
                var output = builder.Maps("y", shape.Channels, shape.Height, shape.Width);
                builder.Add(new ConstantInput(output, RandomValues.Parameter(1, shape.Channels, shape.Height, shape.Width)));
                return output;
            }).AssertAgrees(engine, 0, []),
            iter: 50);
    }

    [Fact]
    public void Truncate_agrees_with_the_reference()
    {
        using var engine = new CpuEngine(2);
        AnyShape.Sample(
            shape =>
            {
                var op = Truncation(shape.Batch, shape.Channels, shape.Height, RandomValues.Parameter(1, shape.Channels));
                op.AssertAgrees(engine, 2e-7, op.Inputs(2, 1.5f));
            },
            iter: 50);
    }

    [Fact]
    public void Truncate_by_1_copies_bit_for_bit()
    {
        using var engine = new CpuEngine(1);
        var w = RandomValues.Uniform(1, 40);
        foreach (var average in new[] { null, RandomValues.Parameter(2, 40) })
        {
            var ws = Truncation(1, 40, 3, average).Run(engine, [w, [1, 1, 1]]);
            Comparison.AssertSameBits("ws", ws, [.. w, .. w, .. w]);
        }
    }

    [Fact]
    public void NormalizeSecondMoment_agrees_with_the_reference()
    {
        using var engine = new CpuEngine(2);
        Gen.Select(AnyShape, Gen.Int[0, 9]).Sample(
            (shape, exponent) =>
            {
                var op = new OneOp(shape.Batch, builder =>
                {
                    var (input, output) = (builder.Input("x", shape.Channels), builder.Rows("y", shape.Channels));
                    builder.Add(new NormalizeSecondMoment(input, output));
                    return output;
                });
                // Down to values whose square is lost beside the epsilon.
                op.AssertAgrees(engine, 1e-7, op.Inputs(2, MathF.Pow(10, 3 - exponent)));
            },
            iter: 50);
    }

    [Fact]
    public void NormalizeSecondMoment_writes_side_by_side()
    {
        using var engine = new CpuEngine(1);
        var op = new OneOp(2, builder =>
        {
            var (z, c, output) = (builder.Input("z", 5), builder.Input("c", 3), builder.Rows("y", 8));
            builder.Add(new NormalizeSecondMoment(z, output));
            builder.Add(new NormalizeSecondMoment(c, output, 5));
            return output;
        });
        op.AssertAgrees(engine, 1e-7, op.Inputs(1));
    }

    /// <summary>Translations of many image widths included: the angle must keep its digits.</summary>
    [Fact]
    public void FourierFeatures_agree_with_the_reference()
    {
        using var engine = new CpuEngine(2);
        Gen.Select(AnyShape, Gen.Int[0, 1000]).Sample(
            (shape, seed) =>
            {
                var op = Fourier(shape, seed);
                var inputs = op.Inputs(seed, seed % 2 == 0 ? 1 : 20);
                using var expected = new ReferenceEngine().Compile(op.Plan).CreateSession();
                foreach (var (tensor, values) in op.Plan.Tensors.Where(t => t.IsInput).Zip(inputs))
                    expected.Write(tensor.Id, values);
                expected.Run(0, CancellationToken.None);
                // Amplitudes near 0 would make a relative limit one for rounding errors of the amplitude.
                Assert.InRange(Comparison.Of<float, double>(op.Run(engine, inputs), expected.ReadDouble(op.Plan.Outputs[0])).MaxAbs, 0, 3e-7);
            },
            iter: 100);
    }

    [Fact]
    public void FourierFeatures_depend_on_neither_batch_nor_threads()
    {
        var op = Fourier(new TensorShape(3, 19, 36, 36), 1);
        op.AssertIndependent(op.Inputs(1));
    }

    /// <summary>Every float of the published rules' golden list, as pictures of 1 to 4 channels.</summary>
    [Theory]
    [InlineData(ByteRule.StyleGan, 1)]
    [InlineData(ByteRule.StyleGan, 3)]
    [InlineData(ByteRule.Xl, 3)]
    [InlineData(ByteRule.Xl, 4)]
    public void Bytes_are_those_of_the_published_rules(ByteRule rule, int channels)
    {
        var golden = GoldenFolder.Npz("numerics/rounding.npz");
        var values = golden["x"].Floats;
        var bytes = golden[rule == ByteRule.Xl ? "u8_plus1_255_2" : "u8_127p5_128"].Bytes;
        var width = 7;
        var height = values.Length / (width * channels);
        var op = new OneOp(1, builder =>
        {
            var (input, output) = (builder.InputMaps("x", channels, height, width), builder.Pixels("y", channels, height, width));
            builder.Add(new ToRgb8(input, output, rule));
            return output;
        });
        using var engine = new CpuEngine(2);
        var area = height * width;

        var pixels = op.RunBytes(engine, [values[..(area * channels)]]);

        for (var i = 0; i < pixels.Length; i++)
            Assert.Equal(bytes[i % channels * area + i / channels], pixels[i]);
    }

    private static OneOp Truncation(int batch, int wDim, int rows, Parameter? average) => new(batch, builder =>
    {
        var (w, psi, ws) = (builder.Input("w", wDim), builder.Input("psi", rows), builder.Rows("ws", rows * wDim));
        builder.Add(new Truncate(w, psi, ws, average));
        return ws;
    });

    private static OneOp Fourier(TensorShape shape, int seed) => new(shape.Batch, builder =>
    {
        var (styles, transform) = (builder.Input("s", 7), builder.Input("m", 9));
        var output = builder.Maps("y", shape.Channels, shape.Height, shape.Width);
        var frequencies = Array.ConvertAll(RandomValues.Uniform(seed, shape.Channels * 2), v => v * 12);
        builder.Add(new FourierFeatures(
            styles, 2, transform, output, new Parameter("freqs", [shape.Channels, 2], frequencies), RandomValues.Parameter(seed + 1, shape.Channels), 16, 2));
        return output;
    });
}
