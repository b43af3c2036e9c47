using System.Runtime.InteropServices;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Where a configuration comes from: attributes first, then the arguments that modules were made with, then the tensors.</summary>
public sealed class StoredAttributesTests
{
    private static readonly StyleGan2Config FromTensors = new()
    {
        ZDim = 3,
        WDim = 2,
        ImgResolution = 4,
        ImgChannels = 3,
        MappingLayers = 1,
    };

    public static TheoryData<int> Protocols => [2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Tensors_alone_are_enough(int protocol)
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(), protocol);
        Assert.Equal(FromTensors, checkpoint.Config);
        Assert.Equal($"PyTorch pickle, protocol {protocol}", checkpoint.Format);
        checkpoint.Parameters.Require("synthesis.b4.conv1.weight", 5, 5, 3, 3);
        checkpoint.Parameters.Require("mapping.w_avg", 2);
        checkpoint.Parameters.Require("synthesis.b4.torgb.affine.bias", 5);
        Assert.Equal(16, checkpoint.Parameters.Count);
    }

    [Fact]
    public void Attributes_are_believed_first()
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(
            root: [("z_dim", 7), ("c_dim", 4), ("w_dim", 9), ("_init_kwargs", new Py.Dict(("z_dim", 1), ("conv_clamp", 1)))],
            synthesis: [("img_resolution", 64), ("img_channels", 1), ("num_fp16_res", 2)],
            block: [("architecture", "orig"), ("use_fp16", true)],
            layer: [("conv_clamp", 256), ("activation", "relu"), ("use_noise", false)],
            fc: [("bias_gain", 0.1), ("activation", "linear"), ("_init_kwargs", new Py.Dict(("lr_multiplier", 3)))]));
        Assert.Equal(
            new StyleGan2Config
            {
                ZDim = 7,
                CDim = 4,
                WDim = 9,
                ImgResolution = 64,
                ImgChannels = 1,
                MappingLayers = 1,
                MappingLrMultiplier = 0.1,
                MappingActivation = "linear",
                NumFp16Res = 2,
                Architecture = "orig",
                ConvClamp = 256,
                Activation = "relu",
                UseNoise = false,
            },
            checkpoint.Config);
    }

    [Fact]
    public void Then_the_arguments_the_modules_were_made_with()
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(
            root: Made(("z_dim", 5), ("synthesis_kwargs", new Py.New(new Py.Global("dnnlib.util", "EasyDict"), [])), ("conv_clamp", 2)),
            synthesis: Made(("img_channels", 1)),
            block: Made(("use_fp16", true)),
            mapping: Made(("lr_multiplier", 0.5))));
        Assert.Equal(FromTensors with { ZDim = 5, ImgChannels = 1, NumFp16Res = 1, ConvClamp = 2, MappingLrMultiplier = 0.5 }, checkpoint.Config);

        using var nested = Open(TinyStyleGan2.Generator(root: Made(("synthesis_kwargs", new Py.Dict(("conv_clamp", 3))))));
        Assert.Equal(FromTensors with { ConvClamp = 3 }, nested.Config);

        static (object? Key, object? Value)[] Made(params (object? Key, object? Value)[] arguments) => [("_init_kwargs", new Py.Dict(arguments))];
    }

    [Fact]
    public void A_stored_None_means_no_clamp_even_where_an_argument_says_otherwise()
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(root: [("_init_kwargs", new Py.Dict(("conv_clamp", 2)))], layer: [("conv_clamp", null)]));
        Assert.Null(((StyleGan2Config)checkpoint.Config).ConvClamp);
    }

    [Fact]
    public void The_skip_of_a_resnet_block_has_no_clamp_and_no_say_in_it()
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(layer: [("conv_clamp", 256)], skip: [("conv_clamp", null)]));
        Assert.Equal(FromTensors with { ConvClamp = 256, Architecture = "resnet" }, checkpoint.Config);
    }

    [Fact]
    public void Big_endian_numbers_are_turned()
    {
        using var checkpoint = Open(TinyStyleGan2.Generator(root: [("z_dim", PyTorch.Scalar("i4", [0, 0, 1, 2], order: ">"))]));
        Assert.Equal(FromTensors with { ZDim = 258 }, checkpoint.Config);
    }

    [Fact]
    public void Layers_that_disagree_are_refused()
    {
        var message = Assert.Throws<ModelFormatException>(() => Open(TinyStyleGan2.Generator(layer: [("conv_clamp", 256)], torgb: [("conv_clamp", null)])).Dispose()).Message;
        Assert.Equal("test: the layers have different values of conv_clamp (256, None), expected one.", message);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void NumPy_numbers_of_either_version_count_as_numbers(int protocol)
    {
        foreach (var core in new[] { "numpy.core", "numpy._core" })
        {
            using var checkpoint = Open(TinyStyleGan2.Generator(
                root: [("z_dim", PyTorch.Scalar("i8", Bytes(11L), core)), ("w_dim", PyTorch.Scalar("u2", Bytes((ushort)12), core))],
                synthesis: [("img_channels", PyTorch.Array("i4", Bytes(13), 1, core)), ("img_resolution", PyTorch.Buffer("i8", Bytes(128L), 1, core))],
                layer: [("conv_clamp", PyTorch.Scalar("f4", Bytes(1.5f), core)), ("use_noise", PyTorch.Scalar("b1", [0], core))],
                fc: [("bias_gain", PyTorch.Scalar("f8", Bytes(0.03), core))]), protocol);
            Assert.Equal(
                FromTensors with { ZDim = 11, WDim = 12, ImgChannels = 13, ImgResolution = 128, ConvClamp = 1.5, UseNoise = false, MappingLrMultiplier = 0.03 },
                checkpoint.Config);
        }

        static byte[] Bytes<T>(T value)
            where T : unmanaged => MemoryMarshal.AsBytes<T>(new[] { value }).ToArray();
    }

    [Fact]
    public void What_makes_no_sense_is_named()
    {
        AssertRefused("attribute 'z_dim' of the generator isn't a whole number", TinyStyleGan2.Generator(root: [("z_dim", "many")]));
        AssertRefused("attribute 'z_dim' of the generator isn't a whole number", TinyStyleGan2.Generator(root: [("z_dim", 1.5)]));
        AssertRefused("attribute 'architecture' of synthesis.b4 isn't text", TinyStyleGan2.Generator(block: [("architecture", 3)]));
        AssertRefused("the architecture is 'wide', expected skip, resnet or orig", TinyStyleGan2.Generator(block: [("architecture", "wide")]));
        AssertRefused("ZDim is 0, expected 1 to 65536", TinyStyleGan2.Generator(root: [("z_dim", 0)]));
        AssertRefused("ImgResolution is 1000000, expected 4 to 16384", TinyStyleGan2.Generator(synthesis: [("img_resolution", 1000000)]));
        AssertRefused("ConvClamp is -1", TinyStyleGan2.Generator(layer: [("conv_clamp", -1)]));
        AssertRefused("attribute 'conv_clamp' of synthesis.b4.conv1 isn't a number", TinyStyleGan2.Generator(layer: [("conv_clamp", double.NaN)]));
        AssertRefused("MappingLrMultiplier is 0", TinyStyleGan2.Generator(fc: [("bias_gain", 0)]));
        AssertRefused("tensor 'mapping.fc0.weight' reaches element", TinyStyleGan2.Generator(fcWeight: PyTorch.Tensor(PyTorch.Floats(1), 0, [2, 3], [3, 1])));
    }

    private static Checkpoint Open(Py generator, int protocol = 4)
    {
        using var stream = new MemoryStream(TinyStyleGan2.Snapshot(protocol, generator));
        return CheckpointReader.Open(stream, "test", null);
    }

    private static void AssertRefused(string expected, Py generator)
    {
        var message = Assert.Throws<ModelFormatException>(() => Open(generator).Dispose()).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
