using System.Numerics;
using StyleGanIlgpu.PtxEmulator.Syntax;
using static StyleGanIlgpu.PtxEmulator.InstructionClass;
using static StyleGanIlgpu.PtxEmulator.Instructions.OpcodeTable;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>The forms of <c>cvt</c>. 8-bit values live in 16-bit registers.</summary>
internal static unsafe class ConversionTable
{
    public static IEnumerable<Opcode> Entries() =>
    [
        .. To<ushort, byte>("u8"),
        .. To<ushort, sbyte>("s8"),
        .. To<ushort, ushort>("u16"),
        .. To<ushort, short>("s16"),
        .. To<uint, uint>("u32"),
        .. To<uint, int>("s32"),
        .. To<ulong, ulong>("u64"),
        .. To<ulong, long>("s64"),
        .. S1<double, float, ConvertFloat<double, float>>(IntegerAlu, "cvt.f64.f32"),
        .. S1<double, float, FtzSource<double, ConvertFloat<double, float>>>(IntegerAlu, "cvt.ftz.f64.f32"),
        .. S1<float, double, ConvertFloat<float, double>>(IntegerAlu, "cvt.rn.f32.f64"),
        .. S1<float, double, FtzResult<double, ConvertFloat<float, double>>>(IntegerAlu, "cvt.rn.ftz.f32.f64"),
        new("cvt.f32.f16", IntegerAlu, RegisterKind.Bits32, [RegisterKind.Bits16], ((Primitive1)HalfVectors.Widen).Method),
        .. S1<float, Half, FtzResult<Half, ConvertFloat<float, Half>>>(IntegerAlu, "cvt.ftz.f32.f16"),
        new("cvt.rn.f16.f32", IntegerAlu, RegisterKind.Bits16, [RegisterKind.Bits32], ((Primitive1)HalfVectors.Narrow).Method),
        .. S1<Half, float, FtzSource<Half, ConvertFloat<Half, float>>>(IntegerAlu, "cvt.rn.ftz.f16.f32"),
        .. V2<uint, ToHalfPair>(IntegerAlu, "cvt.rn.f16x2.f32"),
        .. V1<uint, ToTensorFloat>(IntegerAlu, "cvt.rna.tf32.f32"),
        .. S1<float, float, SaturateFloat>(IntegerAlu, "cvt.sat.f32.f32"),
        .. S1<float, float, FtzSource<float, SaturateFloat>>(IntegerAlu, "cvt.sat.ftz.f32.f32", "cvt.ftz.sat.f32.f32"),
        .. Rounded<ToNearestEven>("rni"),
        .. Rounded<TowardsZero>("rzi"),
        .. Rounded<Downwards>("rmi"),
        .. Rounded<Upwards>("rpi"),
    ];

    private static IEnumerable<Opcode> To<TRegister, T>(string name)
        where TRegister : unmanaged, IBinaryInteger<TRegister>
        where T : unmanaged, IBinaryInteger<T> =>
    [
        .. S1<TRegister, ushort, ConvertInteger<TRegister, ushort, T, byte>>(IntegerAlu, $"cvt.{name}.u8"),
        .. S1<TRegister, ushort, ConvertInteger<TRegister, ushort, T, sbyte>>(IntegerAlu, $"cvt.{name}.s8"),
        .. S1<TRegister, ushort, ConvertInteger<TRegister, ushort, T, ushort>>(IntegerAlu, $"cvt.{name}.u16"),
        .. S1<TRegister, ushort, ConvertInteger<TRegister, ushort, T, short>>(IntegerAlu, $"cvt.{name}.s16"),
        .. S1<TRegister, uint, ConvertInteger<TRegister, uint, T, uint>>(IntegerAlu, $"cvt.{name}.u32"),
        .. S1<TRegister, uint, ConvertInteger<TRegister, uint, T, int>>(IntegerAlu, $"cvt.{name}.s32"),
        .. S1<TRegister, ulong, ConvertInteger<TRegister, ulong, T, ulong>>(IntegerAlu, $"cvt.{name}.u64"),
        .. S1<TRegister, ulong, ConvertInteger<TRegister, ulong, T, long>>(IntegerAlu, $"cvt.{name}.s64"),
        .. FromFloat<TRegister, T, ToNearestEven>(name, "rni"),
        .. FromFloat<TRegister, T, TowardsZero>(name, "rzi"),
        .. FromFloat<TRegister, T, Downwards>(name, "rmi"),
        .. FromFloat<TRegister, T, Upwards>(name, "rpi"),
        .. S1<float, TRegister, IntegerToFloat<float, TRegister, T>>(IntegerAlu, $"cvt.rn.f32.{name}"),
        .. S1<double, TRegister, IntegerToFloat<double, TRegister, T>>(IntegerAlu, $"cvt.rn.f64.{name}"),
        .. S1<Half, TRegister, IntegerToFloat<Half, TRegister, T>>(IntegerAlu, $"cvt.rn.f16.{name}"),
    ];

    private static IEnumerable<Opcode> FromFloat<TRegister, T, TRounding>(string name, string rounding)
        where TRegister : unmanaged, IBinaryInteger<TRegister>
        where T : unmanaged, IBinaryInteger<T>
        where TRounding : IRounding =>
    [
        .. S1<TRegister, float, FloatToInteger<TRegister, T, float, TRounding>>(
            IntegerAlu, $"cvt.{rounding}.{name}.f32", $"cvt.{rounding}.sat.{name}.f32"),
        .. S1<TRegister, float, FtzSource<TRegister, FloatToInteger<TRegister, T, float, TRounding>>>(
            IntegerAlu, $"cvt.{rounding}.ftz.{name}.f32"),
        .. S1<TRegister, double, FloatToInteger<TRegister, T, double, TRounding>>(IntegerAlu, $"cvt.{rounding}.{name}.f64"),
        .. S1<TRegister, Half, FloatToInteger<TRegister, T, Half, TRounding>>(IntegerAlu, $"cvt.{rounding}.{name}.f16"),
    ];

    private static IEnumerable<Opcode> Rounded<TRounding>(string rounding)
        where TRounding : IRounding =>
    [
        .. S1<float, float, RoundFloat<float, TRounding>>(IntegerAlu, $"cvt.{rounding}.f32.f32"),
        .. S1<float, float, FtzSource<float, RoundFloat<float, TRounding>>>(IntegerAlu, $"cvt.{rounding}.ftz.f32.f32"),
        .. S1<double, double, RoundFloat<double, TRounding>>(IntegerAlu, $"cvt.{rounding}.f64.f64"),
    ];
}
