using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>What the variables' own names and shapes tell of a network; arguments can be missing, where they had the function's default.</summary>
internal static class TensorflowShapes
{
    private const int LargestResolution = 1 << 14;

    /// <summary>Side and channels of the picture: the largest block there is, and the outputs of its layer to RGB.</summary>
    /// <exception cref="ModelFormatException">The variables name no block, or the arguments say otherwise.</exception>
    public static (int Resolution, int Channels) Of(TensorflowNetwork synthesis, TensorflowKwargs kwargs, string source)
    {
        var (resolution, channels) = (0, 0);
        foreach (var (variable, value) in synthesis.Variables)
        {
            var (key, number) = TensorflowName.Split(variable);
            if (key.StartsWith("#x#/", StringComparison.Ordinal) && number <= LargestResolution)
                resolution = Math.Max(resolution, number);
            if ((key is "#x#/ToRGB/bias" || (key is "ToRGB_lod#/bias" && number == 0)) && NumpyArray.From(value)?.Extents is [> 0 and <= 1024 and var outputs])
                channels = (int)outputs;
        }

        if (resolution == 0)
            throw new ModelFormatException($"{source}: the synthesis network has no variables named like '4x4/Const/const', expected those of StyleGAN1 or StyleGAN2.");
        if (kwargs.Whole("resolution") is { } said && said != resolution)
            throw new ModelFormatException($"{source}: the network was made for resolution {said}, but has variables up to {resolution}x{resolution}.");
        return (resolution, channels > 0 ? channels : kwargs.Whole("num_channels") ?? 3);
    }

    /// <summary>Widths of z, of the label and of w, from canonical tensors; zeros where these are missing, which the model then says.</summary>
    public static (int ZDim, int CDim, int WDim) Latents(IReadOnlyDictionary<string, Parameter> tensors)
    {
        var z = Extent("mapping.fc0.weight", 1) - Extent("mapping.embed.weight", 0);
        return (z, Extent("mapping.embed.weight", 1), Extent("synthesis.b4.conv1.affine.weight", 1));

        int Extent(string name, int axis) => tensors.TryGetValue(name, out var tensor) && tensor.Shape.Length == 2 ? tensor.Shape[axis] : 0;
    }
}
