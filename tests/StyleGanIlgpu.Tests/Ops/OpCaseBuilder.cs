using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// A plan builder that makes up parameters and inputs as they are asked for. Inputs are drawn sample by sample, so that a plan of one sample
/// gets exactly what that sample has in the whole batch.
/// </summary>
internal sealed class OpCaseBuilder(int seed, int firstSample, int samples)
{
    private readonly Dictionary<TensorId, float[]> inputs = [];
    private readonly Random parameters = new(seed);

    public PlanBuilder Plan { get; } = new(samples);

    public IReadOnlyDictionary<TensorId, float[]> Inputs => inputs;

    /// <summary>A parameter of normal numbers.</summary>
    public Parameter Normal(params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, extent) => product * extent)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)NextNormal(parameters);
        return new Parameter("case.parameter", shape, values);
    }

    /// <summary>Rows of normal numbers.</summary>
    public TensorId Rows(int channels, double scale = 1) =>
        Fill(Plan.Input($"input{inputs.Count}", channels), random => (float)(scale * NextNormal(random)));

    /// <summary>Rows in which every sample has values of its own, told by the place within the sample.</summary>
    public TensorId Rows(int channels, Func<Random, int, float> value)
    {
        var place = 0;
        return Fill(Plan.Input($"input{inputs.Count}", channels), random => value(random, place++ % channels));
    }

    /// <summary>Feature maps of normal numbers around a mean.</summary>
    public TensorId Maps(int channels, int height, int width, double scale = 1, double mean = 0) =>
        Fill(Plan.InputMaps($"input{inputs.Count}", channels, height, width), random => (float)((scale * NextNormal(random)) + mean));

    private TensorId Fill(TensorId input, Func<Random, float> value)
    {
        var length = Plan.Shape(input).SampleLength;
        var values = new float[length * samples];
        for (var n = 0; n < samples; n++)
        {
            var random = new Random(unchecked((seed * 31) + (inputs.Count * 1009) + firstSample + n));
            for (var i = 0; i < length; i++)
                values[(n * length) + i] = value(random);
        }
        inputs.Add(input, values);
        return input;
    }

    private static double NextNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
