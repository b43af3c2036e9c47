namespace StyleGanIlgpu.Tests.Weights;

/// <summary>The smallest pickled StyleGAN2: one 4x4 block. What the modules say of themselves can be left out, as old files do.</summary>
internal static class TinyStyleGan2
{
    public static Py Generator(
        (object? Key, object? Value)[]? root = null,
        (object? Key, object? Value)[]? synthesis = null,
        (object? Key, object? Value)[]? block = null,
        (object? Key, object? Value)[]? layer = null,
        (object? Key, object? Value)[]? mapping = null,
        (object? Key, object? Value)[]? fc = null,
        Py? fcWeight = null,
        (object? Key, object? Value)[]? torgb = null,
        (object? Key, object? Value)[]? skip = null,
        string className = "Generator")
    {
        var fc0 = PyTorch.Module("FullyConnectedLayer", PyTorch.Parameters(("weight", fcWeight ?? PyTorch.Numbers(2, 3)), ("bias", PyTorch.Numbers(2))), attributes: fc ?? []);
        var affine = PyTorch.Module("FullyConnectedLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(5, 2)), ("bias", PyTorch.Numbers(5))));
        var conv1 = PyTorch.Module(
            "SynthesisLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(5, 5, 3, 3)), ("bias", PyTorch.Numbers(5)), ("noise_strength", PyTorch.Numbers())),
            PyTorch.Buffers(("noise_const", PyTorch.Numbers(4, 4)), ("resample_filter", PyTorch.Numbers(4, 4))), new Py.Dict(("affine", affine)), layer ?? []);
        var toRgb = PyTorch.Module(
            "ToRGBLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(3, 5, 1, 1)), ("bias", PyTorch.Numbers(3))), modules: new Py.Dict(("affine", affine)), attributes: torgb ?? layer ?? []);
        var b4 = PyTorch.Module(
            "SynthesisBlock", PyTorch.Parameters(("const", PyTorch.Numbers(5, 4, 4))), PyTorch.Buffers(("resample_filter", PyTorch.Numbers(4, 4))),
            new Py.Dict([("conv1", conv1), ("torgb", toRgb), .. skip is null ? [] : Skip(skip)]), block ?? []);
        return PyTorch.Module(className, modules: new Py.Dict(
            ("synthesis", PyTorch.Module("SynthesisNetwork", modules: new Py.Dict(("b4", b4)), attributes: synthesis ?? [])),
            ("mapping", PyTorch.Module("MappingNetwork", buffers: PyTorch.Buffers(("w_avg", PyTorch.Numbers(2))), modules: new Py.Dict(("fc0", fc0)), attributes: mapping ?? []))),
            attributes: root ?? []);
    }

    public static byte[] Snapshot(int protocol, Py generator) => PickleWriter.Write(protocol, new Py.Dict(("G_ema", generator)));

    private static (object? Key, object? Value)[] Skip((object? Key, object? Value)[] attributes) =>
        [("skip", PyTorch.Module("Conv2dLayer", PyTorch.Parameters(("weight", PyTorch.Numbers(5, 5, 1, 1))), attributes: attributes))];
}
