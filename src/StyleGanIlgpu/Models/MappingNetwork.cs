using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// z -> w (arXiv 1812.04948, section 2; 1912.04958, appendix B), of StyleGAN2 and 3 alike: z and the embedded class, each brought to unit
/// second moment, stand side by side before the fully connected layers.
/// </summary>
internal sealed class MappingNetwork
{
    private readonly NetworkConfig config;
    private readonly Parameter? embedWeight;
    private readonly Parameter? embedBias;
    private readonly List<(Parameter Weight, Epilogue Epilogue)> layers = [];
    private readonly Parameter? average;

    public MappingNetwork(string source, NetworkConfig config, ParameterTable parameters)
    {
        this.config = config;
        var features = config.ZDim;
        if (config.CDim > 0)
        {
            embedWeight = parameters.Require("mapping.embed.weight", ParameterTable.Any, config.CDim);
            embedBias = parameters.Require("mapping.embed.bias", embedWeight.Shape[0]);
            features += embedWeight.Shape[0];
        }
        var activation = Activations.Find(source, config.MappingActivation);
        for (var i = 0; i < config.MappingLayers; i++)
        {
            // Only the last layer's width is known beforehand: the layers between are as wide as they are.
            var outputs = i == config.MappingLayers - 1 ? config.WDim : ParameterTable.Any;
            var weight = parameters.Require($"mapping.fc{i}.weight", outputs, features);
            var bias = parameters.Require($"mapping.fc{i}.bias", weight.Shape[0]);
            layers.Add((weight, activation with { Bias = bias, BiasGain = config.MappingLrMultiplier }));
            features = weight.Shape[0];
        }
        if (parameters.Contains("mapping.w_avg"))
            average = parameters.Require("mapping.w_avg", config.WDim);
    }

    /// <summary>False where the checkpoint holds no average w, so that truncation has nothing to go by.</summary>
    public bool CanTruncate => average is not null;

    /// <summary>Adds the mapping to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="z">[N, z_dim].</param>
    /// <param name="label">[N, c_dim]; null for an unconditional network.</param>
    /// <param name="psi">[N, num_ws].</param>
    /// <returns>ws: [N, num_ws * w_dim].</returns>
    public TensorId Emit(PlanBuilder plan, TensorId z, TensorId? label, TensorId psi)
    {
        var x = plan.Rows("mapping.input", config.ZDim + (embedWeight?.Shape[0] ?? 0));
        plan.Add(new NormalizeSecondMoment(z, x));
        if (embedWeight is not null && label is { } c)
        {
            var embedding = plan.Rows("mapping.embed", embedWeight.Shape[0]);
            plan.Add(new FullyConnected(c, embedding, embedWeight, 1 / Math.Sqrt(config.CDim), new Epilogue(embedBias)));
            plan.Add(new NormalizeSecondMoment(embedding, x, config.ZDim));
        }
        for (var i = 0; i < layers.Count; i++)
        {
            var (weight, epilogue) = layers[i];
            var y = plan.Rows($"mapping.fc{i}", weight.Shape[0]);
            plan.Add(new FullyConnected(x, y, weight, config.MappingLrMultiplier / Math.Sqrt(weight.Shape[1]), epilogue));
            x = y;
        }
        var ws = plan.Rows("ws", plan.Shape(psi).Channels * config.WDim);
        plan.Add(new Truncate(x, psi, ws, average));
        return ws;
    }
}
