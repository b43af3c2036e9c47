using System.Collections.Frozen;
using Kind = StyleGanIlgpu.Weights.Pickle.PickleGlobalKind;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>
/// The closed list of globals that a checkpoint may name. Being on it means to be kept as data under the canonical name in the last column;
/// no entry makes anything run. A list of what is forbidden instead would always be one trick behind.
/// </summary>
internal static class PickleGlobals
{
    private static readonly (Kind Kind, string[] Modules, string[] Names, string Canonical)[] Table =
    [
        // Python's own containers.
        (Kind.Dictionary, ["collections"], ["OrderedDict", "defaultdict", "Counter"], "dict"),
        (Kind.List, ["collections"], ["deque"], "list"),
        (Kind.Dictionary, ["builtins", "__builtin__"], ["dict"], "dict"),
        (Kind.List, ["builtins", "__builtin__"], ["list", "set", "frozenset"], "list"),
        (Kind.Tuple, ["builtins", "__builtin__"], ["tuple"], "tuple"),
        (Kind.Bytes, ["builtins", "__builtin__"], ["bytes", "bytearray"], "bytes"),
        (Kind.Bytes, ["_codecs"], ["encode"], "bytes"),
        (Kind.Instance, ["copyreg", "copy_reg"], ["_reconstructor"], "instance"),
        (Kind.Constant, ["builtins", "__builtin__"], ["object", "type", "int", "float", "str", "bool", "unicode", "long"], "python.*"),

        // What programs keep beside their networks: options, dates, paths.
        (Kind.Record, ["argparse"], ["Namespace"], "argparse.Namespace"),
        (Kind.Record, ["types"], ["SimpleNamespace"], "types.SimpleNamespace"),
        (Kind.Record, ["builtins", "__builtin__"], ["complex", "range", "slice"], "python.*"),
        (Kind.Record, ["datetime"], ["datetime", "date", "time", "timedelta", "timezone"], "datetime.*"),
        (Kind.Record, ["pathlib", "pathlib._local"], ["PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath", "Path"], "pathlib.*"),

        // The official programs.
        (Kind.Record, ["torch_utils.persistence"], ["_reconstruct_persistent_obj"], "persistent object"),
        (Kind.Dictionary, ["dnnlib.util", "dnnlib"], ["EasyDict"], "dict"),
        (Kind.Record, ["dnnlib.tflib.network", "tfutil"], ["Network"], "tensorflow network"),

        // Tensors.
        (Kind.Record, ["torch._utils"], ["_rebuild_parameter", "_rebuild_parameter_with_state"], "torch parameter"),
        (Kind.Record, ["torch._utils"], ["_rebuild_tensor", "_rebuild_tensor_v2"], "torch tensor"),
        (Kind.Record, ["torch._tensor"], ["_rebuild_from_type_v2"], "torch typed tensor"),
        (Kind.Record, ["torch.storage"], ["_load_from_bytes"], "torch storage"),
        (Kind.Tuple, ["torch"], ["Size"], "tuple"),
        (Kind.Record, ["torch"], ["device"], "torch.device"),
        (Kind.Constant, ["torch", "torch._tensor"], ["Tensor"], "torch.*"),
        (Kind.Constant, ["torch.nn.parameter"], ["Parameter"], "torch.nn.*"),
        (Kind.Constant, ["torch", "torch.cuda", "torch.storage"],
        [
            "FloatStorage", "HalfStorage", "BFloat16Storage", "DoubleStorage", "LongStorage", "IntStorage", "ShortStorage", "CharStorage",
            "ByteStorage", "BoolStorage",
        ], "torch.*"),
        (Kind.Constant, ["torch"],
        [
            "float32", "float16", "bfloat16", "float64", "float", "half", "double", "int64", "int32", "int16", "int8", "uint8", "bool",
            "complex64", "complex128", "contiguous_format", "channels_last", "preserve_format", "strided",
        ], "torch.*"),

        // Plain modules inside persistent ones; like those, they are names for a dict of parameters, buffers and modules.
        (Kind.Record, ["torch.nn.modules.activation"],
            ["ReLU", "ReLU6", "LeakyReLU", "PReLU", "ELU", "SELU", "GELU", "SiLU", "Sigmoid", "Tanh", "Softplus", "Hardswish"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.batchnorm"], ["BatchNorm1d", "BatchNorm2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.container"],
            ["Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.conv"], ["Conv1d", "Conv2d", "ConvTranspose2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.dropout"], ["Dropout", "Dropout2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.flatten"], ["Flatten"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.instancenorm"], ["InstanceNorm2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.linear"], ["Linear", "Identity"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.normalization"], ["GroupNorm", "LayerNorm"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.padding"], ["ReflectionPad2d", "ReplicationPad2d", "ZeroPad2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.pooling"],
            ["AvgPool2d", "MaxPool2d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.sparse"], ["Embedding"], "torch.nn.*"),
        (Kind.Record, ["torch.nn.modules.upsampling"], ["Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d"], "torch.nn.*"),

        // NumPy, before and after version 2.
        (Kind.Record, ["numpy"], ["dtype"], "numpy.dtype"),
        (Kind.Constant, ["numpy"], ["ndarray"], "numpy.*"),
        (Kind.Record, ["numpy.core.multiarray", "numpy._core.multiarray"], ["scalar"], "numpy scalar"),
        (Kind.Record, ["numpy.core.multiarray", "numpy._core.multiarray"], ["_reconstruct"], "numpy array"),
        (Kind.Record, ["numpy.core.numeric", "numpy._core.numeric"], ["_frombuffer"], "numpy buffer"),
    ];

    // Packages of which StyleGAN-XL's discriminator is made, which its snapshots hold beside the generator: every class of theirs is kept as data.
    private static readonly string[] Packages = ["pg_modules", "feature_networks", "timm", "torchvision"];

    private static readonly FrozenDictionary<string, PickleGlobal> ByName = Expand().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The entry of a global, or null if it isn't on the list.</summary>
    public static PickleGlobal? Find(string module, string name) =>
        ByName.GetValueOrDefault($"{module} {name}") ?? (IsClassOfPackage(module, name) ? new PickleGlobal($"{module}.{name}", Kind.Record) : null);

    // A dotted or private name would be something within a class, or a module that it imports.
    private static bool IsClassOfPackage(string module, string name) =>
        Packages.Contains(module.Split('.')[0]) && module.Split('.').All(IsPlain) && IsPlain(name) && char.IsAsciiLetterUpper(name[0]);

    private static bool IsPlain(string part) => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    // A star in the canonical name stands for the global's own name.
    private static IEnumerable<KeyValuePair<string, PickleGlobal>> Expand() =>
        from row in Table
        from module in row.Modules
        from name in row.Names
        select KeyValuePair.Create(
            $"{module} {name}",
            new PickleGlobal(row.Canonical.Replace("*", name, StringComparison.Ordinal), row.Kind));
}
