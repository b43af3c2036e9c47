using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>Numbers for inputs and weights, the same for the same seed.</summary>
internal static class RandomValues
{
    /// <summary>Values in [-1, 1).</summary>
    public static float[] Uniform(int seed, int count)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }

    public static Parameter Parameter(int seed, params int[] shape) =>
        new($"random{seed}", shape, Uniform(seed, shape.Aggregate(1, (product, extent) => product * extent)));
}
