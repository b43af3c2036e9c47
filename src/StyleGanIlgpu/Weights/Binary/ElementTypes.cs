using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Weights.Binary;

/// <summary>Sizes of element types, and the way from each to float32.</summary>
internal static unsafe class ElementTypes
{
    /// <summary>A conversion as a type, so that the loop below is compiled once per conversion, without calls.</summary>
    private interface IConversion<T>
    {
        static abstract float Convert(T value);
    }

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        _ => 1,
    };

    /// <summary>
    /// Converts elements that lie a fixed number of elements apart. Nothing is assumed of the alignment: numbers inside a pickle start anywhere.
    /// </summary>
    /// <param name="source">The first element.</param>
    /// <param name="type">What the elements are.</param>
    /// <param name="stride">Distance in elements; 1 for consecutive ones, 0 to repeat one.</param>
    /// <param name="target">Takes target.Length values.</param>
    public static void ToFloat32(byte* source, ElementType type, long stride, Span<float> target)
    {
        switch (type)
        {
            case ElementType.Float32 when stride == 1:
                fixed (float* pointer = target)
                    Buffer.MemoryCopy(source, pointer, 4L * target.Length, 4L * target.Length);
                break;
            case ElementType.Float32:
                Loop<float, FromSingle>(source, stride, target);
                break;
            case ElementType.Float16:
                Loop<Half, FromHalf>(source, stride, target);
                break;
            case ElementType.BFloat16:
                Loop<ushort, FromBFloat16>(source, stride, target);
                break;
            case ElementType.Float64:
                Loop<double, FromDouble>(source, stride, target);
                break;
            case ElementType.Int64:
                Loop<long, FromInt64>(source, stride, target);
                break;
            case ElementType.Int32:
                Loop<int, FromInt32>(source, stride, target);
                break;
            case ElementType.Int16:
                Loop<short, FromInt16>(source, stride, target);
                break;
            case ElementType.Int8:
                Loop<sbyte, FromInt8>(source, stride, target);
                break;
            case ElementType.UInt8:
                Loop<byte, FromUInt8>(source, stride, target);
                break;
            default:
                Loop<byte, FromBool>(source, stride, target);
                break;
        }
    }

    private static void Loop<T, TConversion>(byte* source, long stride, Span<float> target)
        where T : unmanaged
        where TConversion : struct, IConversion<T>
    {
        var step = stride * sizeof(T);
        foreach (ref var value in target)
        {
            value = TConversion.Convert(Unsafe.ReadUnaligned<T>(source));
            source += step;
        }
    }

    private readonly struct FromSingle : IConversion<float>
    {
        public static float Convert(float value) => value;
    }

    private readonly struct FromHalf : IConversion<Half>
    {
        public static float Convert(Half value) => (float)value;
    }

    private readonly struct FromBFloat16 : IConversion<ushort>
    {
        public static float Convert(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);
    }

    private readonly struct FromDouble : IConversion<double>
    {
        public static float Convert(double value) => (float)value;
    }

    private readonly struct FromInt64 : IConversion<long>
    {
        public static float Convert(long value) => value;
    }

    private readonly struct FromInt32 : IConversion<int>
    {
        public static float Convert(int value) => value;
    }

    private readonly struct FromInt16 : IConversion<short>
    {
        public static float Convert(short value) => value;
    }

    private readonly struct FromInt8 : IConversion<sbyte>
    {
        public static float Convert(sbyte value) => value;
    }

    private readonly struct FromUInt8 : IConversion<byte>
    {
        public static float Convert(byte value) => value;
    }

    private readonly struct FromBool : IConversion<byte>
    {
        public static float Convert(byte value) => value == 0 ? 0 : 1;
    }
}
