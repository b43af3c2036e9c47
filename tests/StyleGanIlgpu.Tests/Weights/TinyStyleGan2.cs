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
        var fc0 = PyTorch.Module("FullyConnectedLayer", Tensors(("weight", fcWeight ?? Ones(2, 3)), ("bias", Ones(2))), attributes: fc ?? []);
        var affine = PyTorch.Module("FullyConnectedLayer", Tensors(("weight", Ones(5, 2)), ("bias", Ones(5))));
        var conv1 = PyTorch.Module(
            "SynthesisLayer", Tensors(("weight", Ones(5, 5, 3, 3)), ("bias", Ones(5)), ("noise_strength", Ones())),
            Buffers(("noise_const", Ones(4, 4)), ("resample_filter", Ones(4, 4))), new Py.Dict(("affine", affine)), layer ?? []);
        var toRgb = PyTorch.Module(
            "ToRGBLayer", Tensors(("weight", Ones(3, 5, 1, 1)), ("bias", Ones(3))), modules: new Py.Dict(("affine", affine)), attributes: torgb ?? layer ?? []);
        var b4 = PyTorch.Module(
            "SynthesisBlock", Tensors(("const", Ones(5, 4, 4))), Buffers(("resample_filter", Ones(4, 4))),
            new Py.Dict([("conv1", conv1), ("torgb", toRgb), .. skip is null ? [] : Skip(skip)]), block ?? []);
        return PyTorch.Module(className, modules: new Py.Dict(
            ("synthesis", PyTorch.Module("SynthesisNetwork", modules: new Py.Dict(("b4", b4)), attributes: synthesis ?? [])),
            ("mapping", PyTorch.Module("MappingNetwork", buffers: Buffers(("w_avg", Ones(2))), modules: new Py.Dict(("fc0", fc0)), attributes: mapping ?? []))),
            attributes: root ?? []);
    }

    public static byte[] Snapshot(int protocol, Py generator) => PickleWriter.Write(protocol, new Py.Dict(("G_ema", generator)));

    private static (object? Key, object? Value)[] Skip((object? Key, object? Value)[] attributes) =>
        [("skip", PyTorch.Module("Conv2dLayer", Tensors(("weight", Ones(5, 5, 1, 1))), attributes: attributes))];

    private static Py Ones(params long[] size)
    {
        var values = new float[size.Aggregate(1L, (product, extent) => product * extent)];
        Array.Fill(values, 1);
        return PyTorch.Tensor(values, size);
    }

    private static Py.Dict Tensors(params (string Name, Py Tensor)[] items) =>
        new([.. items.Select(item => ((object?)item.Name, (object?)PyTorch.Parameter(item.Tensor)))]);

    private static Py.Dict Buffers(params (string Name, Py Tensor)[] items) =>
        new([.. items.Select(item => ((object?)item.Name, (object?)item.Tensor))]);
}
