using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// Pickles as NVIDIA's TensorFlow programs write them, made from canonical parameters: the way of the importer backwards, in plain loops of its own.
/// </summary>
internal static class TensorflowWriter
{
    private static readonly Py.Global Network = new("dnnlib.tflib.network", "Network");

    /// <summary>A network of StyleGAN2's TensorFlow program.</summary>
    /// <param name="source">What it is made from.</param>
    /// <param name="resolution">Of the picture.</param>
    /// <param name="torgb">Name of the layer to RGB of a resolution.</param>
    /// <param name="embed">Name of the layer that takes the label.</param>
    /// <param name="kwargs">The arguments that it was made with.</param>
    public static Py StyleGan2(ParameterTable source, int resolution, Func<int, string> torgb, string embed, params (object? Key, object? Value)[] kwargs)
    {
        var (variables, layers) = (new List<(string, Py)> { ("lod", Scalar(0)) }, 0);
        for (var r = 4; r <= resolution; r *= 2)
        {
            if (r == 4)
                variables.Add(("4x4/Const/const", Array([1, .. source.Shape("synthesis.b4.const")], source.Values("synthesis.b4.const"))));
            else
                AddLayer($"{r}x{r}/Conv0_up", $"synthesis.b{r}.conv0", mirrored: true);
            AddLayer(r == 4 ? "4x4/Conv" : $"{r}x{r}/Conv1", $"synthesis.b{r}.conv1", mirrored: false);
            if (source.Contains($"synthesis.b{r}.skip.weight"))
                variables.Add(($"{r}x{r}/Skip/weight", Kernel(source, $"synthesis.b{r}.skip.weight", mirrored: true)));
            if (source.Contains($"synthesis.b{r}.torgb.weight"))
                AddLayer(torgb(r), $"synthesis.b{r}.torgb", mirrored: false);
        }
        return Make(
            4, "G_main", kwargs, [("lod", Scalar(0)), ("dlatent_avg", Plain(source, "mapping.w_avg"))],
            ("synthesis", Make(4, "G_synthesis_stylegan2", kwargs, [.. variables])),
            ("mapping", Make(4, "G_mapping", kwargs, [.. Mapping(source, embed)])));

        void AddLayer(string name, string canonical, bool mirrored)
        {
            variables.Add(($"{name}/weight", Kernel(source, $"{canonical}.weight", mirrored)));
            variables.Add(($"{name}/bias", Plain(source, $"{canonical}.bias")));
            variables.Add(($"{name}/mod_weight", Matrix(source, $"{canonical}.affine.weight")));
            variables.Add(($"{name}/mod_bias", Array(source.Shape($"{canonical}.affine.bias"), System.Array.ConvertAll(source.Values($"{canonical}.affine.bias"), value => value - 1))));
            if (!source.Contains($"{canonical}.noise_strength"))
                return;
            variables.Add(($"{name}/noise_strength", Scalar(source.Values($"{canonical}.noise_strength")[0])));
            variables.Add(($"noise{layers++}", Array([1, 1, .. source.Shape($"{canonical}.noise_const")], source.Values($"{canonical}.noise_const"))));
        }
    }

    /// <summary>A network of StyleGAN1's program.</summary>
    /// <param name="source">What it is made from.</param>
    /// <param name="resolution">Of the picture.</param>
    /// <param name="isMirrored">Whether the program up-samples to a resolution by nearest neighbour, and so keeps the kernel the other way round.</param>
    /// <param name="lod">How far the network still had to grow.</param>
    /// <param name="version">3, or 4 for configuration a of StyleGAN2.</param>
    /// <param name="kwargs">The arguments that it was made with.</param>
    public static Py StyleGan1(
        ParameterTable source, int resolution, Func<int, bool> isMirrored, double lod = 0, int version = 3, params (object? Key, object? Value)[] kwargs)
    {
        var (variables, layers) = (new List<(string, Py)> { ("lod", Scalar((float)lod)) }, 0);
        for (var r = 4; r <= resolution; r *= 2)
        {
            if (r == 4)
                variables.Add(("4x4/Const/const", Array([1, .. source.Shape("synthesis.b4.const")], source.Values("synthesis.b4.const"))));
            AddLayer(r == 4 ? "4x4/Const" : $"{r}x{r}/Conv0_up", $"synthesis.b{r}.conv0", isMirrored(r));
            AddLayer(r == 4 ? "4x4/Conv" : $"{r}x{r}/Conv1", $"synthesis.b{r}.conv1", mirrored: false);
            if (!source.Contains($"synthesis.b{r}.torgb.weight"))
                continue;
            var depth = int.Log2(resolution / r);
            variables.Add(($"ToRGB_lod{depth}/weight", Kernel(source, $"synthesis.b{r}.torgb.weight", mirrored: false)));
            variables.Add(($"ToRGB_lod{depth}/bias", Plain(source, $"synthesis.b{r}.torgb.bias")));
        }
        return Make(
            version, "G_style", kwargs, [("lod", Scalar((float)lod)), ("dlatent_avg", Plain(source, "mapping.w_avg"))],
            ("synthesis", Make(version, "G_synthesis", kwargs, [.. variables])),
            ("mapping", Make(version, "G_mapping", kwargs, [.. Mapping(source, "LabelConcat")])));

        void AddLayer(string name, string canonical, bool mirrored)
        {
            if (source.Contains($"{canonical}.weight"))
                variables.Add(($"{name}/weight", Kernel(source, $"{canonical}.weight", mirrored)));
            variables.Add(($"{name}/bias", Plain(source, $"{canonical}.bias")));
            variables.Add(($"{name}/StyleMod/weight", Matrix(source, $"{canonical}.affine.weight")));
            variables.Add(($"{name}/StyleMod/bias", Plain(source, $"{canonical}.affine.bias")));
            if (!source.Contains($"{canonical}.noise_strength"))
                return;
            variables.Add(($"{name}/Noise/weight", Plain(source, $"{canonical}.noise_strength")));
            variables.Add(($"noise{layers++}", Array([1, 1, .. source.Shape($"{canonical}.noise_const")], source.Values($"{canonical}.noise_const"))));
        }
    }

    /// <summary>A network as it is pickled, with nothing of the program's text.</summary>
    public static Py Make(
        int version, string function, (object? Key, object? Value)[] kwargs, (string Name, Py Value)[] variables, params (string Name, Py Network)[] components) =>
        new Py.New(Network, [], new Py.Dict(
            ("version", version),
            ("name", function),
            ("static_kwargs", new Py.Dict(kwargs)),
            ("components", new Py.Dict([.. components.Select(component => ((object?)component.Name, (object?)component.Network))])),
            ("build_module_src", "# source omitted"),
            ("build_func_name", function),
            ("variables", variables.Select(variable => (object?)new object?[] { variable.Name, variable.Value }).ToList())));

    /// <summary>The file (G, D, Gs) of a training.</summary>
    public static byte[] Snapshot(int protocol, Py generator, Py? average = null) => PickleWriter.Write(protocol, new object?[]
    {
        generator,
        Make(4, "D_stylegan2", [], [("4x4/Conv/weight", Scalar(1)), ("8x8/FromRGB/weight", Scalar(1))]),
        average ?? generator,
    });

    /// <summary>An array of float32 in row-major order.</summary>
    public static Py Array(int[] shape, float[] values) => PyTorch.Array("f4", MemoryMarshal.AsBytes<float>(values).ToArray(), System.Array.ConvertAll(shape, extent => (long)extent));

    private static Py Scalar(float value) => PyTorch.Scalar("f4", BitConverter.GetBytes(value));

    private static IEnumerable<(string, Py)> Mapping(ParameterTable source, string embed)
    {
        for (var i = 0; source.Contains($"mapping.fc{i}.weight"); i++)
        {
            yield return ($"Dense{i}/weight", Matrix(source, $"mapping.fc{i}.weight"));
            yield return ($"Dense{i}/bias", Plain(source, $"mapping.fc{i}.bias"));
        }
        if (source.Contains("mapping.embed.weight"))
            yield return ($"{embed}/weight", Matrix(source, "mapping.embed.weight"));
        if (source.Contains("mapping.embed.bias"))
            yield return ($"{embed}/bias", Plain(source, "mapping.embed.bias"));
    }

    private static Py Plain(ParameterTable source, string name) => Array(source.Shape(name), source.Values(name));

    private static Py Matrix(ParameterTable source, string name)
    {
        var (shape, values) = (source.Shape(name), source.Values(name));
        var turned = new float[values.Length];
        for (var o = 0; o < shape[0]; o++)
        {
            for (var i = 0; i < shape[1]; i++)
                turned[(i * shape[0]) + o] = values[(o * shape[1]) + i];
        }
        return Array([shape[1], shape[0]], turned);
    }

    private static Py Kernel(ParameterTable source, string name, bool mirrored)
    {
        var (shape, values) = (source.Shape(name), source.Values(name));
        var (outputs, inputs, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        var turned = new float[values.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                    {
                        var (toY, toX) = mirrored ? (height - 1 - y, width - 1 - x) : (y, x);
                        turned[((((toY * width) + toX) * inputs) + i) * outputs + o] = values[((((o * inputs) + i) * height) + y) * width + x];
                    }
                }
            }
        }
        return Array([height, width, inputs, outputs], turned);
    }

    private static int[] Shape(this ParameterTable source, string name) => Find(source, name).Shape;

    private static float[] Values(this ParameterTable source, string name) => Find(source, name).Values.ToArray();

    private static Parameter Find(ParameterTable source, string name) =>
        source.TryGet(name, out var parameter) ? parameter : throw new InvalidOperationException($"No tensor {name}.");
}
