using System.Buffers.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>Writes what comes before the numbers in a stream that <see cref="TorchStream"/> reads.</summary>
internal static class TorchStorageHead
{
    // The storages of a stream have keys to tell them apart; here there is one.
    private const string Key = "0";

    /// <summary>What comes before the numbers of one storage of float32: all of the stream but those.</summary>
    public static byte[] Write(int count)
    {
        using var stream = new MemoryStream();
        var pickle = new PickleEncoder(stream);
        Value(() =>
        {
            pickle.Op(PickleOpcode.Long1);
            var magic = TorchStream.Magic.ToByteArray();
            stream.WriteByte((byte)magic.Length);
            stream.Write(magic);
        });
        Value(() => pickle.Integer(TorchStream.ProtocolVersion));
        Value(() =>
        {
            pickle.Op(PickleOpcode.EmptyDict);
            pickle.Text("little_endian");
            pickle.Op(PickleOpcode.NewTrue);
            pickle.Op(PickleOpcode.SetItem);
        });
        Value(() =>
        {
            pickle.Op(PickleOpcode.Mark);
            pickle.Text("storage");
            pickle.Global("torch", "FloatStorage");
            pickle.Text(Key);
            pickle.Text("cpu");
            pickle.Integer(count);
            pickle.Op(PickleOpcode.None);
            pickle.Op(PickleOpcode.Tuple);
            pickle.Op(PickleOpcode.BinPersistentId);
        });
        Value(() =>
        {
            pickle.Op(PickleOpcode.EmptyList);
            pickle.Text(Key);
            pickle.Op(PickleOpcode.Append);
        });
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, count);
        stream.Write(length);
        return stream.ToArray();

        void Value(Action write)
        {
            pickle.Protocol(2);
            write();
            pickle.Op(PickleOpcode.Stop);
        }
    }
}
