namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// Values for <see cref="PickleWriter"/>. Beside these, null, bool, int, long, double, string and byte[] stand for themselves, an object?[]
/// is a tuple and a List of objects a list.
/// </summary>
internal abstract record Py
{
    /// <summary>A function or class by name.</summary>
    internal sealed record Global(string Module, string Name) : Py;

    /// <summary>A dict, in order.</summary>
    internal sealed record Dict(params (object? Key, object? Value)[] Items) : Py;

    /// <summary>callable(*arguments), then its state if there is one.</summary>
    internal sealed record Call(object Callable, object?[] Arguments, object? State = null) : Py;

    /// <summary>type.__new__(*arguments), then its state if there is one.</summary>
    internal sealed record New(object Type, object?[] Arguments, object? State = null) : Py;

    /// <summary>A reference to something outside the pickle.</summary>
    internal sealed record Persistent(object? Id) : Py;

    /// <summary>A bytearray, which has its own opcode in protocol 5.</summary>
    internal sealed record ByteArray(byte[] Content) : Py;
}
