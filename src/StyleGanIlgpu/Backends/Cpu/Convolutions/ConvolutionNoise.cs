using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>The noise of a layer, strength included: stored, drawn where it is needed, or none.</summary>
internal sealed unsafe class ConvolutionNoise
{
    private readonly Noise? noise;
    private readonly int width;
    private readonly float* constant;

    public ConvolutionNoise(Noise? noise, int width, CpuCompilation compilation)
    {
        this.noise = noise is { Strength: not 0 } ? noise : null;
        this.width = width;
        if (this.noise?.Constant is not { } parameter)
            return;
        var strength = this.noise.Strength;
        constant = compilation.Prepare(parameter, $"noise*{strength:R}", parameter.Values.Length, (stored, prepared) =>
        {
            for (var i = 0; i < stored.Length; i++)
                prepared[i] = (float)(stored[i] * strength);
        }).Values;
    }

    /// <summary>Fills rows of the noise of a part of the map.</summary>
    public void Fill(ulong seed, Extent rows, Extent columns, float* target)
    {
        for (var y = rows.Begin; y < rows.End; y++)
        {
            var row = new Span<float>(target, columns.Length);
            if (constant is not null)
            {
                new ReadOnlySpan<float>(constant + (nint)y * width + columns.Begin, columns.Length).CopyTo(row);
            }
            else if (noise is null)
            {
                row.Clear();
            }
            else
            {
                PhiloxNoise.Fill(row, seed, noise.Layer, y, columns.Begin);
                var strength = (float)noise.Strength;
                foreach (ref var value in row)
                    value *= strength;
            }
            target += columns.Length;
        }
    }
}
