using System.Text.Json;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Models;

public class StyleGan3GeometryTests
{
    private static readonly JsonElement Tables =
        JsonDocument.Parse(File.ReadAllBytes(GoldenFolder.PathOf("ops/sg3_geometry.json"))).RootElement;

    public static TheoryData<string> Tags => [.. Tables.EnumerateArray().Select(table => table.GetProperty("tag").GetString()!)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void The_layer_table_is_the_official_one(string tag)
    {
        var table = Tables.EnumerateArray().Single(t => t.GetProperty("tag").GetString() == tag);
        var geometry = Read(table.GetProperty("args"));
        var config = geometry.ToConfig();

        Assert.Equal(table.GetProperty("num_ws").GetInt32(), config.Layers.Count + 1);
        var input = table.GetProperty("input");
        Assert.Equal(input.GetProperty("channels").GetInt32(), config.Input.Channels);
        Assert.Equal(Integers(input, "size"), config.Input.Size);
        Assert.Equal(input.GetProperty("sampling_rate").GetDouble(), config.Input.SamplingRate);
        Assert.Equal(input.GetProperty("bandwidth").GetDouble(), config.Input.Bandwidth, 1e-12);
        var expected = table.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, config.Layers.Count);
        for (var i = 0; i < expected.Length; i++)
            AssertLayer(expected[i], geometry, config.Layers[i]);
    }

    [Theory]
    [InlineData("sg3_t64.npz", 512, 24, 14)]
    [InlineData("sg3_r64.npz", 1024, 40, 14)]
    [InlineData("sg3_t_cond32.npz", 400, 20, 10)]
    public void Layers_are_named_as_in_checkpoints(string file, int channelBase, int channelMax, int numLayers)
    {
        var meta = JsonDocument.Parse(GoldenFolder.Npz(file)["meta"].Text).RootElement;
        var geometry = new StyleGan3Geometry
        {
            ImgResolution = meta.GetProperty("img_resolution").GetInt32(),
            ChannelBase = channelBase,
            ChannelMax = channelMax,
            NumLayers = numLayers,
        };

        Assert.Equal(
            meta.GetProperty("layer_names").EnumerateArray().Select(name => name.GetString()),
            geometry.ToConfig().Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Config_R_is_the_golden_one()
    {
        var table = Tables.EnumerateArray().Single(t => t.GetProperty("tag").GetString() == "r256");

        var geometry = StyleGan3Geometry.R(256, 32768);

        Assert.Equal(Read(table.GetProperty("args")), geometry);
    }

    private static void AssertLayer(JsonElement expected, StyleGan3Geometry geometry, StyleGan3LayerConfig layer)
    {
        int Integer(string name) => expected.GetProperty(name).GetInt32();
        bool Flag(string name) => expected.GetProperty(name).GetBoolean();
        void Near(string name, double value) => Assert.Equal(expected.GetProperty(name).GetDouble(), value, 1e-12 * Math.Abs(value));

        Assert.Equal(expected.GetProperty("name").GetString(), layer.Name);
        Assert.Equal(Flag("is_torgb"), layer.IsTorgb);
        Assert.Equal(Flag("critical"), layer.IsCriticallySampled);
        Assert.Equal(Flag("fp16"), layer.UseFp16);
        Assert.Equal(Flag("down_radial"), layer.DownRadial);
        Assert.Equal(Integer("in_ch"), layer.InChannels);
        Assert.Equal(Integer("out_ch"), layer.OutChannels);
        Assert.Equal([Integer("in_size"), Integer("in_size")], layer.InSize);
        Assert.Equal([Integer("out_size"), Integer("out_size")], layer.OutSize);
        Assert.Equal(Integer("up"), layer.UpFactor);
        Assert.Equal(Integer("down"), layer.DownFactor);
        Assert.Equal(Integer("up_taps"), geometry.Taps(layer.UpFactor));
        Assert.Equal(Integer("down_taps"), geometry.Taps(layer.DownFactor));
        Assert.Equal(Integer("kernel"), layer.ConvKernel);
        Assert.Equal(Integers(expected, "padding"), layer.Padding);
        Assert.Equal(Integer("in_rate"), layer.InSamplingRate);
        Assert.Equal(Integer("out_rate"), layer.OutSamplingRate);
        Near("in_cutoff", layer.InCutoff);
        Near("out_cutoff", layer.OutCutoff);
        Near("in_half_width", layer.InHalfWidth);
        Near("out_half_width", layer.OutHalfWidth);
    }

    private static int[] Integers(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(e => e.GetInt32()).ToArray();

    private static StyleGan3Geometry Read(JsonElement args)
    {
        var geometry = new StyleGan3Geometry { ImgResolution = args.GetProperty("img_resolution").GetInt32() };
        foreach (var argument in args.EnumerateObject())
        {
            var value = argument.Value;
            geometry = argument.Name switch
            {
                "img_resolution" => geometry,
                "channel_base" => geometry with { ChannelBase = value.GetInt32() },
                "channel_max" => geometry with { ChannelMax = value.GetInt32() },
                "conv_kernel" => geometry with { ConvKernel = value.GetInt32() },
                "use_radial_filters" => geometry with { UseRadialFilters = value.GetBoolean() },
                "num_layers" => geometry with { NumLayers = value.GetInt32() },
                "num_critical" => geometry with { NumCritical = value.GetInt32() },
                "first_cutoff" => geometry with { FirstCutoff = value.GetDouble() },
                _ => throw new InvalidDataException($"The argument {argument.Name} isn't known."),
            };
        }
        return geometry;
    }
}
