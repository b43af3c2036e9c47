using System.Text;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>Containers, and the instructions by which a pickle would call into Python.</summary>
internal sealed partial class PickleMachine
{
    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple:
                Push(PickleTuple.Empty);
                return true;
            case PickleOpcode.Tuple:
                Push(new PickleTuple(PopToMark()));
                return true;
            case PickleOpcode.Tuple1:
                Push(new PickleTuple([Pop()]));
                return true;
            case PickleOpcode.Tuple2:
                var (last, first) = (Pop(), Pop());
                Push(new PickleTuple([first, last]));
                return true;
            case PickleOpcode.Tuple3:
                var (third, second, leading) = (Pop(), Pop(), Pop());
                Push(new PickleTuple([leading, second, third]));
                return true;
            case PickleOpcode.EmptyList:
            case PickleOpcode.EmptySet:
                Push(new PickleList());
                return true;
            case PickleOpcode.List:
            case PickleOpcode.FrozenSet:
                Push(ListOf(PopToMark()));
                return true;
            case PickleOpcode.EmptyDict:
                Push(new PickleDictionary());
                return true;
            case PickleOpcode.Dict:
                var pairs = PopToMark();
                var dictionary = new PickleDictionary();
                SetPairs(dictionary, pairs);
                Push(dictionary);
                return true;
            case PickleOpcode.Append:
                var item = Pop();
                Target<PickleList>("a list").Add(item);
                return true;
            case PickleOpcode.Appends:
            case PickleOpcode.AddItems:
                var items = PopToMark();
                var list = Target<PickleList>("a list");
                foreach (var value in items)
                    list.Add(value);
                return true;
            case PickleOpcode.SetItem:
                var (newValue, key) = (Pop(), Pop());
                Target<PickleDictionary>("a dict").Set(key, newValue);
                return true;
            case PickleOpcode.SetItems:
                var entries = PopToMark();
                SetPairs(Target<PickleDictionary>("a dict"), entries);
                return true;
            default:
                return false;
        }
    }

    private bool Object(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                var moduleLine = Encoding.UTF8.GetString(_cursor.Line());
                Push(Allowed(moduleLine, Encoding.UTF8.GetString(_cursor.Line())));
                return true;
            case PickleOpcode.StackGlobal:
                var (name, module) = (Pop(), Pop());
                Push(PickleText.TryGet(module, out var moduleText) && PickleText.TryGet(name, out var nameText)
                    ? Allowed(moduleText, nameText)
                    : throw _cursor.Fault("a global's name is expected to be text"));
                return true;
            case PickleOpcode.Reduce:
                var arguments = Arguments(Pop());
                Push(Make(Pop(), arguments));
                return true;
            case PickleOpcode.NewObj:
                var newArguments = Arguments(Pop());
                Push(Make(Pop(), newArguments));
                return true;
            case PickleOpcode.NewObjEx:
                var keywords = Pop();
                var exArguments = Arguments(Pop());
                if (keywords is not PickleDictionary { Items.Count: 0 })
                    throw _cursor.Fault("an object made with keyword arguments, expected none");
                Push(Make(Pop(), exArguments));
                return true;
            case PickleOpcode.Inst:
                var instanceModule = Encoding.UTF8.GetString(_cursor.Line());
                var instance = Allowed(instanceModule, Encoding.UTF8.GetString(_cursor.Line()));
                Push(Make(instance, PopToMark()));
                return true;
            case PickleOpcode.Obj:
                var parts = PopToMark();
                Push(parts.Length > 0 ? Make(parts[0], parts[1..]) : throw _cursor.Fault("a class is missing from the stack"));
                return true;
            case PickleOpcode.Build:
                Build(Pop());
                return true;
            case PickleOpcode.PersistentId:
                Push(Persistent(Encoding.UTF8.GetString(_cursor.Line())));
                return true;
            case PickleOpcode.BinPersistentId:
                Push(Persistent(Pop()));
                return true;
            case PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4:
                throw _cursor.Fault("extension registries are refused");
            case PickleOpcode.NextBuffer or PickleOpcode.ReadOnlyBuffer:
                throw _cursor.Fault("buffers outside the file are refused");
            default:
                return false;
        }
    }

    private PickleGlobal Allowed(string module, string name) =>
        PickleGlobals.Find(module, name)
        ?? throw _cursor.Fault($"refuses the global '{Printable(module)}.{Printable(name)}'");

    private object Make(object? callable, object?[] arguments)
    {
        if (callable is not PickleGlobal global)
            throw _cursor.Fault("refuses to call a value that isn't a global of the list");
        Charge(arguments.Length);
        switch (global.Kind)
        {
            case PickleGlobalKind.Record:
                return new PickleRecord(global, arguments);
            case PickleGlobalKind.Instance:
                return InstanceOf(arguments);
            case PickleGlobalKind.Bytes:
                return BytesOf(arguments);
            case PickleGlobalKind.Tuple:
                return new PickleTuple(arguments.Length == 0 ? [] : Items(arguments[0]));
            case PickleGlobalKind.List:
                return ListOf(arguments.Length == 0 ? [] : Items(arguments[0]));
            case PickleGlobalKind.Dictionary:
                var dictionary = new PickleDictionary();
                // A defaultdict is made of what makes its missing values, which nothing here asks for.
                foreach (var pair in arguments is [] or [null or PickleGlobal] ? [] : Items(arguments[0]))
                {
                    if (Items(pair) is not [var key, var value])
                        throw _cursor.Fault("a dict is expected to be made of pairs");
                    dictionary.Set(key, value);
                }

                return dictionary;
            default:
                throw _cursor.Fault($"refuses to call '{global.Name}'");
        }
    }

    // _reconstructor(class, base, value of the base): of a dict what is in it, of an object nothing yet.
    private object InstanceOf(object?[] arguments) => arguments switch
    {
        [PickleGlobal { Kind: PickleGlobalKind.Dictionary }, _, PickleDictionary value] => value,
        [PickleGlobal { Kind: PickleGlobalKind.Instance }, ..] => throw _cursor.Fault("refuses to make an instance of what makes instances"),
        [PickleGlobal type, _, null] => Make(type, []),
        _ => throw _cursor.Fault("an instance is expected to be made of a class, its base and nothing else"),
    };

    // bytes(), bytes(data), bytearray(text, 'latin-1') and _codecs.encode(text, 'latin1') are what Python writes.
    private PickleBytes BytesOf(object?[] arguments) => arguments switch
    {
        [] => new PickleBytes(_cursor.Take(0), PickleEncoding.Raw),
        [PickleBytes bytes] => bytes,
        [PickleBytes { Encoding: PickleEncoding.Utf8 } text, "latin1" or "latin-1"] => new PickleBytes(text.Slice, PickleEncoding.Latin1Utf8),
        [string text, "latin1" or "latin-1"] => Latin1(text),
        _ => throw _cursor.Fault("'bytes' is expected to be made of bytes or of Latin-1 text"),
    };

    private PickleBytes Latin1(string text)
    {
        foreach (var character in text)
        {
            if (character > 0xFF)
                throw _cursor.Fault("bytes written as text are expected to be Latin-1");
        }

        var source = ByteSource.Allocate(text.Length, out var bytes);
        Encoding.Latin1.GetBytes(text, bytes);
        return new PickleBytes(source.All, PickleEncoding.Raw);
    }

    private void Build(object? state)
    {
        switch (Peek())
        {
            case PickleRecord record:
                record.State = state;
                break;
            case PickleDictionary dictionary:
                dictionary.Attributes = state;
                break;
            case PickleList or PickleTuple:
                // Attributes of other containers are of no use here.
                break;
            default:
                throw _cursor.Fault("a state for a value that can't have one");
        }
    }

    private PicklePersistentId Persistent(object? id)
    {
        if (!_persistentIds)
            throw _cursor.Fault("refuses a reference to something outside the file");
        var reference = new PicklePersistentId(id);
        _references.Add(reference);
        return reference;
    }

    private T Target<T>(string expected)
        where T : class => Peek() as T ?? throw _cursor.Fault($"items for a value that isn't {expected}");

    private object?[] Arguments(object? value) =>
        value is PickleTuple tuple ? tuple.Items : throw _cursor.Fault("a tuple of arguments is expected");

    private object?[] Items(object? value)
    {
        var items = value switch
        {
            PickleTuple tuple => tuple.Items,
            PickleList list => [.. list.Items],
            _ => throw _cursor.Fault("a list or tuple is expected"),
        };
        Charge(items.Length);
        return items;
    }

    private static PickleList ListOf(object?[] items)
    {
        var list = new PickleList();
        foreach (var item in items)
            list.Add(item);
        return list;
    }

    private void SetPairs(PickleDictionary dictionary, object?[] items)
    {
        if (items.Length % 2 != 0)
            throw _cursor.Fault("a key without its value");
        for (var i = 0; i < items.Length; i += 2)
            dictionary.Set(items[i], items[i + 1]);
    }

    // A hostile name must not write to somebody's terminal what it likes.
    private static string Printable(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name.AsSpan(0, Math.Min(name.Length, 100)))
            text.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '<' or '>' ? character : '?');
        return text.ToString();
    }
}
