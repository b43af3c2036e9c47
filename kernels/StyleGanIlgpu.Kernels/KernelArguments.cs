using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Argument structs as a kernel's parameter holds them: the fields in C layout, a view as its address and its length. (On the host a view is
/// something else: it knows its buffer.)
/// </summary>
internal static class KernelArguments
{
    private const int ViewBytes = 16;
    private const int ViewAlignment = 8;

    public static byte[] Pack<TArguments>(TArguments arguments)
        where TArguments : struct
    {
        var bytes = new byte[Align(Size(typeof(TArguments)), Alignment(typeof(TArguments)))];
        Write(arguments, bytes);
        return bytes;
    }

    private static void Write(object value, Span<byte> target)
    {
        var type = value.GetType();
        if (IsView(type))
            WriteView(value, target);
        else if (type == typeof(int))
            BinaryPrimitives.WriteInt32LittleEndian(target, (int)value);
        else if (type == typeof(float))
            BinaryPrimitives.WriteSingleLittleEndian(target, (float)value);
        else
            WriteFields(value, type, target);
    }

    private static void WriteFields(object value, Type type, Span<byte> target)
    {
        var offset = 0;
        foreach (var field in Fields(type))
        {
            offset = Align(offset, Alignment(field.FieldType));
            Write(field.GetValue(value)!, target[offset..]);
            offset += Align(Size(field.FieldType), Alignment(field.FieldType));
        }
    }

    private static void WriteView(object view, Span<byte> target)
    {
        var address = (nint)Address.MakeGenericMethod(view.GetType().GetGenericArguments()).Invoke(null, [view])!;
        BinaryPrimitives.WriteInt64LittleEndian(target, address);
        BinaryPrimitives.WriteInt64LittleEndian(target[sizeof(long)..], ((IArrayView)view).Length);
    }

    private static nint AddressOf<T>(ArrayView<T> view)
        where T : unmanaged => view.IsValid ? view.LoadEffectiveAddressAsPtr() : 0;

    private static readonly MethodInfo Address = typeof(KernelArguments).GetMethod(nameof(AddressOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static int Size(Type type)
    {
        if (IsView(type))
            return ViewBytes;
        if (type.IsPrimitive)
            return Marshal.SizeOf(type);
        return Fields(type).Aggregate(0, (end, field) => Align(end, Alignment(field.FieldType)) + Align(Size(field.FieldType), Alignment(field.FieldType)));
    }

    private static int Alignment(Type type)
    {
        if (IsView(type))
            return ViewAlignment;
        return type.IsPrimitive ? Marshal.SizeOf(type) : Fields(type).Select(field => Alignment(field.FieldType)).DefaultIfEmpty(1).Max();
    }

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken);

    private static bool IsView(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>);

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
