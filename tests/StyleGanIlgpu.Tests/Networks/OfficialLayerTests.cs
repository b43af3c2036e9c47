using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>
/// Every layer of the official shapes on the CPU engine, with its own filters, margins and sums as long as they are, on a part of its maps: a few
/// tiles, above the sizes from which Winograd's forms are taken, so that each layer runs as it does at full size. Whole pictures are compared by
/// the benchmarks' --verify, in minutes.
/// </summary>
public class OfficialLayerTests
{
    private const int Height = 24, Width = 27;

    /// <summary>Outputs of a convolution: several tiles of registers, and a remainder.</summary>
    private const int Outputs = 75;

    /// <summary>More than the critically sampled layers crop; filters treat all channels alike.</summary>
    private const int FilteredHeight = 30, FilteredWidth = 35, FilteredChannels = 17;

    public static TheoryData<string> Networks => [.. RandomNetwork.Named.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_part_of_every_layer_agrees_with_the_reference(string name)
    {
        using var checkpoint = RandomNetwork.Named[name](0);
        var network = GeneratorNetwork.Bind(checkpoint);
        var plan = new GeneratorPlans(network).Picture(1).Plan;
        var parts = plan.Ops.Select(op => Part(name, plan, op)).OfType<OpCase>().DistinctBy(part => part.Name).ToArray();
        Assert.True(parts.Length > 14, $"{parts.Length} layers");
        using var engine = new CpuEngine(2);
        foreach (var part in parts)
        {
            var instance = part.Build();
            Comparison.AssertWithin<float, double>(part.Name, part.Tolerance, instance.RunOn(engine), instance.RunOnReference());
        }
    }

    /// <summary>A layer cut to size; null for what works on rows or on single pixels.</summary>
    private static OpCase? Part(string network, Plan plan, PlanOp op)
    {
        OpCase Case(double tolerance, Func<OpCaseBuilder, TensorId> emit) => new(op.GetType().Name, $"{network} {plan[op.Writes].Name}", 1, tolerance, emit);
        return op switch
        {
            // Winograd's F(4, 3) is allowed 5e-6, and sums of 4,608 products in turn aren't within 1e-6 either.
            Convolution convolution => Case(convolution.Weight.Shape[^1] == 3 ? 5e-6 : 1e-6, b => Emit(b, plan, convolution)),
            FilteredLeakyRelu filtered => Case(2e-6, b => Emit(b, plan, filtered)),
            UpFirDn upFirDn => Case(1e-6, b => Emit(b, plan, upFirDn)),
            _ => null,
        };
    }

    private static TensorId Emit(OpCaseBuilder b, Plan plan, Convolution op)
    {
        var (input, output) = (plan[op.Input].Shape, plan[op.Output].Shape);
        var (height, width, outputs) = (Math.Min(Height, input.Height), Math.Min(Width, input.Width), Math.Min(Outputs, output.Channels));
        var up = op.IsUpsampling ? 2 : 1;
        var (outHeight, outWidth) = (output.Height - ((input.Height - height) * up), output.Width - ((input.Width - width) * up));
        var part = op with
        {
            Input = b.Maps(input.Channels, height, width),
            Weight = First(op.Weight, outputs, input.Channels, op.Weight.Shape[2], op.Weight.Shape[3]),
            Epilogue = op.Epilogue with { Bias = op.Epilogue.Bias is { } bias ? First(bias, outputs) : null },
            Modulation = op.Modulation is { } modulation ? Modulated(b, plan, modulation) : null,
            Noise = op.Noise is { Constant: { } noise } ? op.Noise with { Constant = First(noise, outHeight, outWidth) } : op.Noise,
            Residual = op.Residual is null ? null : b.Maps(outputs, outHeight, outWidth),
            Output = b.Plan.Maps("output", outputs, outHeight, outWidth),
        };
        b.Plan.Add(part);
        return part.Output;
    }

    private static TensorId Emit(OpCaseBuilder b, Plan plan, FilteredLeakyRelu op)
    {
        var (input, output) = (plan[op.Input].Shape, plan[op.Output].Shape);
        var (height, width) = (Math.Min(FilteredHeight, input.Height), Math.Min(FilteredWidth, input.Width));
        var channels = Math.Min(FilteredChannels, input.Channels);
        var part = op with
        {
            Input = b.Maps(channels, height, width),
            Bias = op.Bias is { } bias ? First(bias, channels) : null,
            Output = b.Plan.Maps(
                "output", channels, output.Height - ((input.Height - height) * op.Up / op.Down), output.Width - ((input.Width - width) * op.Up / op.Down)),
        };
        b.Plan.Add(part);
        return part.Output;
    }

    private static TensorId Emit(OpCaseBuilder b, Plan plan, UpFirDn op)
    {
        var (input, output) = (plan[op.Input].Shape, plan[op.Output].Shape);
        var (height, width) = (Math.Min(Height, input.Height), Math.Min(Width, input.Width));
        var part = op with
        {
            Input = b.Maps(input.Channels, height, width),
            Output = b.Plan.Maps(
                "output", output.Channels, output.Height - ((input.Height - height) * op.UpY / op.DownY), output.Width - ((input.Width - width) * op.UpX / op.DownX)),
        };
        b.Plan.Add(part);
        return part.Output;
    }

    private static Modulation Modulated(OpCaseBuilder b, Plan plan, Modulation modulation) => modulation with
    {
        Styles = b.Rows(plan[modulation.Styles].Shape.Channels),
        Demodulation = modulation.Demodulation is { } coefficients ? b.Rows(plan[coefficients].Shape.Channels) : null,
    };

    /// <summary>The first values of a parameter in another shape; filters aside, which values is of no account.</summary>
    private static Parameter First(Parameter parameter, params int[] shape) =>
        new(parameter.Name, shape, parameter.Values[..shape.Aggregate(1, (product, extent) => product * extent)]);
}
