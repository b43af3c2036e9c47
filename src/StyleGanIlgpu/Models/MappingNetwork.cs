using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Models;

/// <summary>
/// z -> w, of all generations alike (arXiv 1812.04948, section 2; 1912.04958, appendix B; 2202.00273, section 3): the normalised input, then
/// fully connected layers, then truncation. What differs is how a class comes in (<see cref="MappingInput"/>), whether the average is that of
/// all pictures or one a class, and where an activation's gain stands.
/// </summary>
internal sealed class MappingNetwork
{
    private readonly NetworkConfig config;
    private readonly MappingInput input;
    private readonly List<(Parameter Weight, double Gain, Epilogue Epilogue)> layers = [];
    private readonly Parameter? average;
    private readonly Parameter? classAverages;

    public MappingNetwork(string source, NetworkConfig config, ParameterTable parameters)
    {
        this.config = config;
        input = MappingInput.Bind(source, config, parameters);
        var features = input.Width;
        var activation = Activations.Find(source, config.MappingActivation);
        var gain = config.HasGainInWeights ? activation.Gain : 1;
        for (var i = 0; i < config.MappingLayers; i++)
        {
            // Only the last layer's width is known beforehand: the layers between are as wide as they are.
            var outputs = i == config.MappingLayers - 1 ? config.WDim : ParameterTable.Any;
            var weight = parameters.Require($"mapping.fc{i}.weight", outputs, features);
            var bias = parameters.Require($"mapping.fc{i}.bias", weight.Shape[0]);
            layers.Add((
                weight,
                gain * config.MappingLrMultiplier / Math.Sqrt(features),
                activation with { Bias = bias, BiasGain = config.MappingLrMultiplier, Gain = activation.Gain / gain }));
            features = weight.Shape[0];
        }
        if (!parameters.TryGet("mapping.w_avg", out var stored))
            return;
        if (stored.Shape.Length == 2)
            classAverages = parameters.Require("mapping.w_avg", config.CDim, config.WDim).Transposed();
        else
            average = parameters.Require("mapping.w_avg", config.WDim);
    }

    /// <summary>False where the checkpoint holds no average w, so that truncation has nothing to go by.</summary>
    public bool CanTruncate => average is not null || classAverages is not null;

    /// <summary>True where classes are rows of a table of features (StyleGAN-XL).</summary>
    public bool HasClassTable => input.HasClassTable;

    /// <summary>Adds the mapping to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="z">[N, z_dim].</param>
    /// <param name="label">[N, c_dim], one-hot; null for an unconditional network.</param>
    /// <param name="psi">[N, num_ws].</param>
    /// <returns>ws: [N, num_ws * w_dim].</returns>
    public TensorId Emit(PlanBuilder plan, TensorId z, TensorId? label, TensorId psi)
    {
        var x = input.Emit(plan, z, label);
        for (var i = 0; i < layers.Count; i++)
        {
            var (weight, gain, epilogue) = layers[i];
            var y = plan.Rows($"mapping.fc{i}", weight.Shape[0]);
            plan.Add(new FullyConnected(x, y, weight, gain, epilogue));
            x = y;
        }
        TensorId? averages = classAverages is null ? null : EmitAverages(plan, label!.Value, classAverages);
        var ws = plan.Rows("ws", plan.Shape(psi).Channels * config.WDim);
        plan.Add(new Truncate(x, psi, ws, average, averages));
        return ws;
    }

    // A one-hot label picks its row: all other products are zero.
    private static TensorId EmitAverages(PlanBuilder plan, TensorId label, Parameter averages)
    {
        var rows = plan.Rows("mapping.w_avg", averages.Shape[0]);
        plan.Add(new FullyConnected(label, rows, averages, 1, Epilogue.None));
        return rows;
    }
}
