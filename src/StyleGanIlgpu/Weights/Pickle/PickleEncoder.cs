using System.Buffers.Binary;
using System.Text;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>
/// Writes a pickle opcode by opcode: the few that plain data takes, each value always in the same one. Protocol 4 and what is within it,
/// which Python reads since 3.4.
/// </summary>
internal sealed class PickleEncoder(Stream stream)
{
    /// <summary>An opcode without operands.</summary>
    public void Op(PickleOpcode opcode) => stream.WriteByte((byte)opcode);

    /// <summary>Starts a pickle.</summary>
    public void Protocol(byte protocol) => Op(PickleOpcode.Proto, protocol);

    /// <summary>Keeps the value on top of the stack in the memo.</summary>
    public void Keep(byte place) => Op(PickleOpcode.BinPut, place);

    /// <summary>Pushes a value of the memo.</summary>
    public void Recall(byte place) => Op(PickleOpcode.BinGet, place);

    public void Integer(int number)
    {
        Span<byte> operand = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(operand, number);
        Op(PickleOpcode.BinInt, operand);
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        Op(PickleOpcode.BinUnicode, length);
        stream.Write(bytes);
    }

    /// <summary>A global by the opcode that says its name in full, so that scanners see it without following the stack.</summary>
    public void Global(string module, string name) => Op(PickleOpcode.Global, Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    /// <summary>The head of so many bytes, which the caller writes to the stream next.</summary>
    public void Bytes(long length)
    {
        Span<byte> operand = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(operand, length);
        Op(PickleOpcode.BinBytes8, operand);
    }

    private void Op(PickleOpcode opcode, params ReadOnlySpan<byte> operand)
    {
        Op(opcode);
        stream.Write(operand);
    }
}
