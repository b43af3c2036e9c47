using System.Reflection;
using System.Text.Json;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>The smallest pickled StyleGAN3: one layer of two channels, and torgb, with every attribute that official modules store.</summary>
internal static class TinyStyleGan3
{
    private const int Features = 3;

    private static readonly StyleGan3Geometry Geometry = new()
    {
        ImgResolution = 8,
        ZDim = 2,
        WDim = 2,
        MappingLayers = 1,
        ChannelMax = 2,
        NumLayers = 1,
        NumCritical = 0,
        MarginSize = 1,
        FilterSize = 2,
    };

    /// <param name="classes">Above 0: a StyleGAN-XL, whose classes are rows of a table.</param>
    public static Py Generator(int classes = 0)
    {
        var config = Geometry.ToConfig();
        var channels = config.Input.Channels;
        var input = PyTorch.Module(
            "SynthesisInput", PyTorch.Parameters(("weight", PyTorch.Numbers(channels, channels))),
            PyTorch.Buffers(("freqs", PyTorch.Numbers(channels, 2)), ("phases", PyTorch.Numbers(channels)), ("transform", PyTorch.Numbers(3, 3))), new Py.Dict(("affine", Affine(4))), Attributes(config.Input));
        var mapping = classes > 0
            ? PyTorch.Module(
                "MappingNetwork", buffers: PyTorch.Buffers(("w_avg", PyTorch.Numbers(classes, config.WDim))), modules: new Py.Dict(
                    ("embed", Table(classes)), ("embed_proj", Fully(config.ZDim, Features)), ("fc0", Fully(config.WDim, 2 * config.ZDim))), attributes: ("num_layers", 1))
            : PyTorch.Module(
                "MappingNetwork", buffers: PyTorch.Buffers(("w_avg", PyTorch.Numbers(config.WDim))), modules: new Py.Dict(("fc0", Fully(config.WDim, config.ZDim))), attributes: ("num_layers", 1));
        var synthesis = PyTorch.Module(
            "SynthesisNetwork", modules: new Py.Dict([("input", input), .. config.Layers.Select(layer => ((object?)layer.Name, (object?)Layer(layer)))]),
            attributes:
            [
                ("layer_names", config.Layers.Select(layer => (object?)layer.Name).ToList()), ("img_resolution", config.ImgResolution), ("img_channels", config.ImgChannels),
                ("output_scale", config.OutputScale),
            ]);
        return PyTorch.Module(
            "Generator", modules: new Py.Dict(("synthesis", synthesis), ("mapping", mapping)), attributes: [("z_dim", config.ZDim), ("c_dim", classes), ("w_dim", config.WDim)]);
    }

    // A plain module of PyTorch's, not a persistent one.
    private static Py.New Table(int classes) => new(new Py.Global("torch.nn.modules.sparse", "Embedding"), [], new Py.Dict(
        ("_parameters", PyTorch.Parameters(("weight", PyTorch.Numbers(classes, Features)))), ("_buffers", new Py.Dict()), ("_modules", new Py.Dict())));

    private static Py Layer(StyleGan3LayerConfig layer) => PyTorch.Module(
        "SynthesisLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(layer.OutChannels, layer.InChannels, layer.ConvKernel, layer.ConvKernel)), ("bias", PyTorch.Numbers(layer.OutChannels))),
        new Py.Dict([("magnitude_ema", PyTorch.Numbers()), .. Filter("up_filter", layer.UpFactor), .. Filter("down_filter", layer.DownFactor)]),
        new Py.Dict(("affine", Affine(layer.InChannels))), Attributes(layer));

    private static (object? Key, object? Value)[] Filter(string name, int factor) => factor > 1 ? [(name, PyTorch.Numbers(Geometry.Taps(factor)))] : [];

    private static Py Affine(int outputs) => Fully(outputs, Geometry.WDim);

    private static Py Fully(int outputs, int inputs) =>
        PyTorch.Module("FullyConnectedLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(outputs, inputs)), ("bias", PyTorch.Numbers(outputs))));

    // The configuration's properties are the modules' attributes, under the names that its JSON gives them too.
    private static (object? Key, object? Value)[] Attributes(object config) =>
    [
        .. from property in config.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.Name is not ("Name" or "OutWidth")
        let value = property.GetValue(config)
        select ((object?)JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), value is int[] list ? list.Select(number => (object?)number).ToList() : value),
    ];
}
