using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>
/// Reads a pickle as data. Python's pickles are programs for a small stack machine; this machine knows all its instructions, but the
/// globals that a program may name are a closed list (<see cref="PickleGlobals"/>), calling one only records the call, and what the
/// program builds is made of the inert types of this folder. Memory, depth and work are bounded (<see cref="PickleLimits"/>).
/// Shared and cyclic references stay references, so what walks the result must bound its own work.
/// </summary>
internal sealed partial class PickleMachine
{
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly PickleCursor _cursor;
    private readonly bool _persistentIds;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly PickleMemo _memo;
    private readonly List<PicklePersistentId> _references = [];
    private long _operationsLeft;

    /// <param name="input">Starts with the pickle; bytes after its end are left alone.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="persistentIds">Whether the pickle may refer to things outside, as torch streams do.</param>
    public PickleMachine(ByteSlice input, string source, bool persistentIds = false)
    {
        _cursor = new PickleCursor(input, source);
        _persistentIds = persistentIds;
        _operationsLeft = PickleLimits.Operations(input.Length);
        _memo = new PickleMemo(_operationsLeft);
    }

    /// <summary>The highest protocol that the pickle declares.</summary>
    public int Protocol { get; private set; }

    /// <summary>The references to things outside, in the order in which they were made.</summary>
    public IReadOnlyList<PicklePersistentId> References => _references;

    /// <summary>Bytes read so far; after <see cref="Run"/>, the pickle's length.</summary>
    public long Position => _cursor.Position;

    /// <summary>Reads up to the end of the pickle.</summary>
    /// <returns>
    /// null, bool, long, BigInteger, double, string, or a type of this folder; dictionaries, lists and records may be shared or cyclic.
    /// </returns>
    /// <exception cref="ModelFormatException">The pickle is damaged, names a global that isn't on the list, or asks for too much.</exception>
    public object? Run()
    {
        while (true)
        {
            Charge(1);
            var opcode = (PickleOpcode)_cursor.Byte();
            if (opcode == PickleOpcode.Stop)
                return Pop();
            if (!Scalar(opcode) && !Text(opcode) && !Container(opcode) && !Object(opcode) && !Memory(opcode))
                throw _cursor.Fault($"unknown opcode 0x{(byte)opcode:X2}");
        }
    }

    private bool Memory(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                Protocol = Math.Max(Protocol, _cursor.Byte());
                if (Protocol > 5)
                    throw _cursor.Fault($"protocol {Protocol}, expected 0 to 5");
                return true;
            case PickleOpcode.Frame:
                // Frames only tell how much may be read ahead.
                if (_cursor.UInt64() is var length && length > (ulong)_cursor.Remaining)
                    throw _cursor.Fault($"a frame of {length} bytes, the data ends after {_cursor.Remaining}");
                return true;
            case PickleOpcode.Mark:
                if (_marks.Count >= PickleLimits.MarkDepth)
                    throw _cursor.Fault($"nested deeper than {PickleLimits.MarkDepth}");
                _marks.Push(_stack.Count);
                return true;
            case PickleOpcode.Pop:
                if (_marks.TryPeek(out var floor) && floor == _stack.Count)
                    _marks.Pop();
                else
                    Pop();
                return true;
            case PickleOpcode.PopMark:
                PopToMark();
                return true;
            case PickleOpcode.Dup:
                Push(Peek());
                return true;
            case PickleOpcode.Put:
                Keep(Number(_cursor.Line()));
                return true;
            case PickleOpcode.BinPut:
                Keep(_cursor.Byte());
                return true;
            case PickleOpcode.LongBinPut:
                Keep(_cursor.UInt32());
                return true;
            case PickleOpcode.Memoize:
                Keep(_memo.Count);
                return true;
            case PickleOpcode.Get:
                Push(Recall(Number(_cursor.Line())));
                return true;
            case PickleOpcode.BinGet:
                Push(Recall(_cursor.Byte()));
                return true;
            case PickleOpcode.LongBinGet:
                Push(Recall(_cursor.UInt32()));
                return true;
            default:
                return false;
        }
    }

    private void Keep(long place)
    {
        if (!_memo.TrySet(place, Peek()))
            throw _cursor.Fault($"memo entry {place} is more than a checkpoint of this size can need");
    }

    private object? Recall(long place) =>
        _memo.TryGet(place, out var value) ? value : throw _cursor.Fault($"memo entry {place} is read before it is written");

    private void Push(object? value)
    {
        if (_stack.Count >= PickleLimits.StackDepth)
            throw _cursor.Fault($"more than {PickleLimits.StackDepth} values on the stack");
        _stack.Add(value);
    }

    // Values below the innermost mark belong to somebody else.
    private int Floor => _marks.TryPeek(out var floor) ? floor : 0;

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw _cursor.Fault("a value is missing from the stack");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out var floor))
            throw _cursor.Fault("a mark is missing from the stack");
        var values = _stack.GetRange(floor, _stack.Count - floor).ToArray();
        _stack.RemoveRange(floor, _stack.Count - floor);
        return values;
    }

    // Copying n values counts as n operations: otherwise a short pickle could copy a long list again and again.
    private void Charge(int operations)
    {
        _operationsLeft -= operations;
        if (_operationsLeft < 0)
            throw _cursor.Fault("more operations than a checkpoint of this size can need");
    }
}
