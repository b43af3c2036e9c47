using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Pickles as Python writes them in protocols 2 to 5: the same opcodes, memo and frames, without Python.</summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _out = new();
    private readonly Dictionary<object, int> _memo = new();
    private readonly int _protocol;

    private PickleWriter(int protocol) => _protocol = protocol;

    public static byte[] Write(int protocol, object? value)
    {
        var body = new PickleWriter(protocol);
        body.Save(value);
        body.Op('.');
        var writer = new PickleWriter(protocol);
        writer.Op(0x80, (byte)protocol);
        if (protocol >= 4)
        {
            writer.Op(0x95);
            writer.UInt64((ulong)body._out.WrittenCount);
        }

        writer._out.Write(body._out.WrittenSpan);
        return writer._out.WrittenSpan.ToArray();
    }

    private void Save(object? value)
    {
        if (value is not null && _memo.TryGetValue(value, out var place))
        {
            if (place < 256)
                Op('h', (byte)place);
            else
                UInt32('j', (uint)place);
            return;
        }

        switch (value)
        {
            case null:
                Op('N');
                break;
            case bool truth:
                Op(truth ? 0x88 : 0x89);
                break;
            case int number:
                Integer(number);
                break;
            case long number:
                Integer(number);
                break;
            case double number:
                Op('G');
                Span<byte> bits = stackalloc byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(bits, number);
                _out.Write(bits);
                break;
            case string text:
                Text(text);
                Memoize(text);
                break;
            case byte[] bytes:
                Bytes(bytes);
                break;
            case Py.ByteArray array:
                ByteArray(array.Content);
                break;
            case object?[] tuple:
                Tuple(tuple);
                break;
            case List<object?> list:
                Op(']');
                Memoize(list);
                Batch(list, 'a', 'e', Save);
                break;
            case Py.Dict dictionary:
                Op('}');
                Memoize(dictionary);
                Batch(dictionary.Items, 's', 'u', item =>
                {
                    Save(item.Key);
                    Save(item.Value);
                });
                break;
            case Py.Global global:
                Global(global);
                Memoize(global);
                break;
            case Py.Call call:
                Save(call.Callable);
                Tuple(call.Arguments);
                Op('R');
                Memoize(call);
                Build(call.State);
                break;
            case Py.New instance:
                Save(instance.Type);
                Tuple(instance.Arguments);
                Op(0x81);
                Memoize(instance);
                Build(instance.State);
                break;
            case Py.Persistent persistent:
                Save(persistent.Id);
                Op('Q');
                break;
            default:
                throw new ArgumentException($"{value.GetType()} can't be pickled here.", nameof(value));
        }
    }

    private void Build(object? state)
    {
        if (state is null)
            return;
        Save(state);
        Op('b');
    }

    private void Batch<T>(IReadOnlyList<T> items, char one, char many, Action<T> save)
    {
        if (items.Count == 1)
        {
            save(items[0]);
            Op(one);
        }

        // Python writes a thousand at a time.
        for (var start = 0; items.Count > 1 && start < items.Count; start += 1000)
        {
            Op('(');
            foreach (var item in items.Skip(start).Take(1000))
                save(item);
            Op(many);
        }
    }

    private void Tuple(object?[] items)
    {
        if (items.Length is 0 or > 3)
            Op(items.Length == 0 ? ')' : '(');
        foreach (var item in items)
            Save(item);
        if (items.Length > 0)
            Op(items.Length > 3 ? 't' : 0x84 + items.Length);
    }

    private void Global(Py.Global global)
    {
        if (_protocol >= 4)
        {
            Save(global.Module);
            Save(global.Name);
            Op(0x93);
            return;
        }

        Op('c');
        _out.Write(Encoding.UTF8.GetBytes($"{global.Module}\n{global.Name}\n"));
    }

    private void Integer(long number)
    {
        if (number is >= 0 and < 256)
            Op('K', (byte)number);
        else if (number is >= 0 and < 65536)
            Op('M', (byte)number, (byte)(number >> 8));
        else if (number is >= int.MinValue and <= int.MaxValue)
            UInt32('J', (uint)(int)number);
        else
        {
            var bytes = new System.Numerics.BigInteger(number).ToByteArray();
            Op(0x8A, (byte)bytes.Length);
            _out.Write(bytes);
        }
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (_protocol >= 4 && bytes.Length < 256)
            Op(0x8C, (byte)bytes.Length);
        else
            UInt32('X', (uint)bytes.Length);
        _out.Write(bytes);
    }

    private void Bytes(byte[] bytes)
    {
        if (_protocol < 3)
        {
            Save(new Py.Call(new Py.Global("_codecs", "encode"), [Encoding.Latin1.GetString(bytes), "latin1"]));
            return;
        }

        if (bytes.Length < 256)
            Op('C', (byte)bytes.Length);
        else
            UInt32('B', (uint)bytes.Length);
        _out.Write(bytes);
    }

    private void ByteArray(byte[] bytes)
    {
        if (_protocol < 5)
        {
            Save(new Py.Call(new Py.Global("builtins", "bytearray"), [bytes]));
            return;
        }

        Op(0x96);
        UInt64((ulong)bytes.Length);
        _out.Write(bytes);
    }

    private void Memoize(object value)
    {
        _memo.Add(value, _memo.Count);
        if (_protocol >= 4)
            Op(0x94);
        else if (_memo.Count <= 256)
            Op('q', (byte)(_memo.Count - 1));
        else
            UInt32('r', (uint)(_memo.Count - 1));
    }

    private void Op(int opcode, params ReadOnlySpan<byte> operand)
    {
        _out.Write([(byte)opcode]);
        _out.Write(operand);
    }

    private void UInt32(int opcode, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Op(opcode, bytes);
    }

    private void UInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _out.Write(bytes);
    }
}
