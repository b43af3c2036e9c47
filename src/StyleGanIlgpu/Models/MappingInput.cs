using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// What the mapping's first layer reads: z, and of a conditional network the embedded class beside it. The tensors tell which of three ways:
/// <list type="bullet">
/// <item>an embedding without bias (StyleGAN1, and StyleGAN2 in TensorFlow): a plain matrix; latent and class are normalised as one row;</item>
/// <item>an embedding with bias (StyleGAN2-ADA, StyleGAN3): a fully connected layer; each is normalised by itself;</item>
/// <item>an embedding with a projection (StyleGAN-XL): a table of features of the classes, brought to the width of z by a fully connected layer
/// with leaky ReLU; each is normalised by itself.</item>
/// </list>
/// </summary>
internal sealed class MappingInput
{
    private const string Weight = "mapping.embed.weight";
    private const string Bias = "mapping.embed.bias";
    private const string ProjectionWeight = "mapping.embed_proj.weight";
    private const string ProjectionBias = "mapping.embed_proj.bias";

    private readonly int zDim;
    private readonly List<Layer> embedding = [];
    private readonly bool isOneRow;

    private MappingInput(int zDim, bool isOneRow, params ReadOnlySpan<Layer> embedding)
    {
        this.zDim = zDim;
        this.isOneRow = isOneRow;
        this.embedding.AddRange(embedding);
    }

    /// <summary>Numbers in a row of the result.</summary>
    public int Width => zDim + (embedding.Count > 0 ? embedding[^1].Weight.Shape[0] : 0);

    /// <summary>True where classes are rows of a table of features.</summary>
    public bool HasClassTable => embedding.Count == 2;

    /// <exception cref="ModelFormatException">A tensor is missing or misshapen.</exception>
    public static MappingInput Bind(string source, NetworkConfig config, ParameterTable parameters)
    {
        if (config.CDim == 0)
            return new MappingInput(config.ZDim, isOneRow: true);
        if (parameters.Contains(ProjectionWeight))
        {
            // Stored as a table [c_dim, features], of which a class is a row.
            var table = parameters.Require(Weight, config.CDim, ParameterTable.Any).Transposed();
            var projection = parameters.Require(ProjectionWeight, ParameterTable.Any, table.Shape[0]);
            var activation = Activations.Find(source, "lrelu") with { Bias = parameters.Require(ProjectionBias, projection.Shape[0]) };
            return new MappingInput(
                config.ZDim,
                isOneRow: false,
                new Layer("mapping.embed", table, 1, Epilogue.None),
                new Layer("mapping.embed_proj", projection, 1 / Math.Sqrt(table.Shape[0]), activation));
        }
        var weight = parameters.Require(Weight, ParameterTable.Any, config.CDim);
        return parameters.Contains(Bias)
            ? new MappingInput(
                config.ZDim,
                isOneRow: false,
                new Layer("mapping.embed", weight, 1 / Math.Sqrt(config.CDim), new Epilogue(parameters.Require(Bias, weight.Shape[0]))))
            : new MappingInput(config.ZDim, isOneRow: true, new Layer("mapping.embed", weight, 1, Epilogue.None));
    }

    /// <summary>Adds the normalised input to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="z">[N, z_dim].</param>
    /// <param name="label">[N, c_dim]; null for an unconditional network.</param>
    /// <returns>[N, Width].</returns>
    public TensorId Emit(PlanBuilder plan, TensorId z, TensorId? label)
    {
        var x = plan.Rows("mapping.input", Width);
        if (embedding.Count == 0 || label is not { } c)
        {
            plan.Add(new NormalizeSecondMoment(z, x));
            return x;
        }
        foreach (var layer in embedding)
        {
            var y = plan.Rows(layer.Name, layer.Weight.Shape[0]);
            plan.Add(new FullyConnected(c, y, layer.Weight, layer.Gain, layer.Epilogue));
            c = y;
        }
        if (isOneRow)
        {
            plan.Add(new NormalizeSecondMoment([z, c], x));
            return x;
        }
        plan.Add(new NormalizeSecondMoment(z, x));
        plan.Add(new NormalizeSecondMoment(c, x, zDim));
        return x;
    }

    private sealed record Layer(string Name, Parameter Weight, double Gain, Epilogue Epilogue);
}
