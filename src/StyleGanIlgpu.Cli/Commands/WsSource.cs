using System.Globalization;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Where the ws of the pictures come from, one after another.</summary>
internal abstract class WsSource
{
    /// <summary>Pictures in all.</summary>
    public abstract long Count { get; }

    /// <summary>Names of the pictures, without ending; each name's ws is written by <see cref="Write"/> before the next is asked for.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Writes the ws [num_ws, w_dim] of the name asked for last.</summary>
    public abstract void Write(Span<float> ws, CancellationToken cancellation);
}

/// <summary>Seeds through the mapping network: seed0085.</summary>
internal sealed class SeedWs(Generator generator, SeedList seeds, MappingOptions mapping) : WsSource
{
    private long current;

    public override long Count => seeds.Count;

    public override IEnumerable<string> Names
    {
        get
        {
            foreach (var seed in seeds)
            {
                current = seed;
                yield return string.Create(CultureInfo.InvariantCulture, $"seed{seed:0000}");
            }
        }
    }

    public override void Write(Span<float> ws, CancellationToken cancellation) => generator.MapSeed(current, ws, mapping, cancellation);
}

/// <summary>Ws from a file, as projectors write them: proj00.</summary>
internal sealed class ProjectedWs(float[] values, int wsLength) : WsSource
{
    private int current;

    public override long Count => values.Length / wsLength;

    /// <exception cref="ModelFormatException">The file holds no ws of this network.</exception>
    public static ProjectedWs Read(string path, ModelInfo model) => new(WsFile.Read(path, model.NumWs, model.WDim), model.NumWs * model.WDim);

    public override IEnumerable<string> Names
    {
        get
        {
            for (current = 0; current < Count; current++)
                yield return string.Create(CultureInfo.InvariantCulture, $"proj{current:00}");
        }
    }

    public override void Write(Span<float> ws, CancellationToken cancellation) => values.AsSpan(current * wsLength, wsLength).CopyTo(ws);
}
