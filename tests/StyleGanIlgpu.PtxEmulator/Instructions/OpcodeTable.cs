using StyleGanIlgpu.PtxEmulator.Syntax;
using static StyleGanIlgpu.PtxEmulator.InstructionClass;
using static StyleGanIlgpu.PtxEmulator.Syntax.RegisterKind;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>Every instruction that computes registers from registers, by its full name.</summary>
internal static unsafe class OpcodeTable
{
    public static readonly IReadOnlyDictionary<string, Opcode> ByName = Entries().ToDictionary(entry => entry.Name);

    private static IEnumerable<Opcode> Entries() =>
    [
        .. Moves(),
        .. IntegerArithmetic(),
        .. Logic(),
        .. FloatArithmetic(),
        .. Special(),
        .. Comparisons(),
        .. Conversions(),
    ];

    private static IEnumerable<Opcode> Moves() =>
    [
        .. V1<ushort, Copy<ushort>>(Move, "mov.b16", "mov.u16", "mov.s16", "mov.f16"),
        .. V1<uint, Copy<uint>>(Move, "mov.b32", "mov.u32", "mov.s32", "mov.f32"),
        .. V1<ulong, Copy<ulong>>(Move, "mov.b64", "mov.u64", "mov.s64", "mov.f64"),
        new("mov.pred", Move, Predicate, [Predicate], ((Primitive1)Lanes.Predicate1<PredicateCopy>).Method),
        .. Selections<ushort>("selp.b16", "selp.u16", "selp.s16", "selp.f16"),
        .. Selections<uint>("selp.b32", "selp.u32", "selp.s32", "selp.f32"),
        .. Selections<ulong>("selp.b64", "selp.u64", "selp.s64", "selp.f64"),
    ];

    private static IEnumerable<Opcode> IntegerArithmetic() =>
    [
        .. V2<short, Add<short>>(IntegerAlu, "add.s16", "add.u16"),
        .. V2<int, Add<int>>(IntegerAlu, "add.s32", "add.u32"),
        .. V2<long, Add<long>>(IntegerAlu, "add.s64", "add.u64"),
        .. V2<short, Subtract<short>>(IntegerAlu, "sub.s16", "sub.u16"),
        .. V2<int, Subtract<int>>(IntegerAlu, "sub.s32", "sub.u32"),
        .. V2<long, Subtract<long>>(IntegerAlu, "sub.s64", "sub.u64"),
        .. V2<short, Multiply<short>>(IntegerAlu, "mul.lo.s16", "mul.lo.u16"),
        .. V2<int, Multiply<int>>(IntegerAlu, "mul.lo.s32", "mul.lo.u32"),
        .. V2<long, Multiply<long>>(IntegerAlu, "mul.lo.s64", "mul.lo.u64"),
        .. V3<int, MultiplyAdd<int>>(IntegerAlu, "mad.lo.s32", "mad.lo.u32"),
        .. V3<long, MultiplyAdd<long>>(IntegerAlu, "mad.lo.s64", "mad.lo.u64"),
        .. S2<int, short, short, MultiplyWide>(IntegerAlu, "mul.wide.s16"),
        .. S2<uint, ushort, ushort, MultiplyWide>(IntegerAlu, "mul.wide.u16"),
        .. S2<long, int, int, MultiplyWide>(IntegerAlu, "mul.wide.s32"),
        .. S2<ulong, uint, uint, MultiplyWide>(IntegerAlu, "mul.wide.u32"),
        .. S3<long, int, int, long, MultiplyAddWide>(IntegerAlu, "mad.wide.s32"),
        .. S3<ulong, uint, uint, ulong, MultiplyAddWide>(IntegerAlu, "mad.wide.u32"),
        .. S2<int, int, int, MultiplyHigh>(IntegerAlu, "mul.hi.s32"),
        .. S2<uint, uint, uint, MultiplyHigh>(IntegerAlu, "mul.hi.u32"),
        .. S2<long, long, long, MultiplyHigh>(IntegerAlu, "mul.hi.s64"),
        .. S2<ulong, ulong, ulong, MultiplyHigh>(IntegerAlu, "mul.hi.u64"),
        .. S2<int, int, int, Divide<int>>(IntegerAlu, "div.s32"),
        .. S2<uint, uint, uint, Divide<uint>>(IntegerAlu, "div.u32"),
        .. S2<long, long, long, Divide<long>>(IntegerAlu, "div.s64"),
        .. S2<ulong, ulong, ulong, Divide<ulong>>(IntegerAlu, "div.u64"),
        .. S2<int, int, int, Remainder<int>>(IntegerAlu, "rem.s32"),
        .. S2<uint, uint, uint, Remainder<uint>>(IntegerAlu, "rem.u32"),
        .. S2<long, long, long, Remainder<long>>(IntegerAlu, "rem.s64"),
        .. S2<ulong, ulong, ulong, Remainder<ulong>>(IntegerAlu, "rem.u64"),
        .. V1<short, Negate<short>>(IntegerAlu, "neg.s16"),
        .. V1<int, Negate<int>>(IntegerAlu, "neg.s32"),
        .. V1<long, Negate<long>>(IntegerAlu, "neg.s64"),
        .. V1<int, Absolute<int>>(IntegerAlu, "abs.s32"),
        .. V1<long, Absolute<long>>(IntegerAlu, "abs.s64"),
        .. V2<int, Least<int>>(IntegerAlu, "min.s32"),
        .. V2<uint, Least<uint>>(IntegerAlu, "min.u32"),
        .. V2<long, Least<long>>(IntegerAlu, "min.s64"),
        .. V2<ulong, Least<ulong>>(IntegerAlu, "min.u64"),
        .. V2<int, Greatest<int>>(IntegerAlu, "max.s32"),
        .. V2<uint, Greatest<uint>>(IntegerAlu, "max.u32"),
        .. V2<long, Greatest<long>>(IntegerAlu, "max.s64"),
        .. V2<ulong, Greatest<ulong>>(IntegerAlu, "max.u64"),
        .. S1<uint, uint, PopulationCount>(IntegerAlu, "popc.b32"),
        .. S1<uint, ulong, PopulationCount>(IntegerAlu, "popc.b64"),
        .. S1<uint, uint, LeadingZeros>(IntegerAlu, "clz.b32"),
        .. S1<uint, ulong, LeadingZeros>(IntegerAlu, "clz.b64"),
        .. S1<uint, uint, ReverseBits>(IntegerAlu, "brev.b32"),
        .. S1<ulong, ulong, ReverseBits>(IntegerAlu, "brev.b64"),
        .. S3<uint, uint, uint, uint, ExtractBits>(IntegerAlu, "bfe.u32"),
        .. S3<int, int, uint, uint, ExtractBits>(IntegerAlu, "bfe.s32"),
        .. S3<uint, uint, uint, uint, PermuteBytes>(IntegerAlu, "prmt.b32"),
    ];

    private static IEnumerable<Opcode> Logic() =>
    [
        .. V2<ushort, And<ushort>>(IntegerAlu, "and.b16"),
        .. V2<uint, And<uint>>(IntegerAlu, "and.b32"),
        .. V2<ulong, And<ulong>>(IntegerAlu, "and.b64"),
        .. V2<ushort, Or<ushort>>(IntegerAlu, "or.b16"),
        .. V2<uint, Or<uint>>(IntegerAlu, "or.b32"),
        .. V2<ulong, Or<ulong>>(IntegerAlu, "or.b64"),
        .. V2<ushort, Xor<ushort>>(IntegerAlu, "xor.b16"),
        .. V2<uint, Xor<uint>>(IntegerAlu, "xor.b32"),
        .. V2<ulong, Xor<ulong>>(IntegerAlu, "xor.b64"),
        .. V1<ushort, Not<ushort>>(IntegerAlu, "not.b16"),
        .. V1<uint, Not<uint>>(IntegerAlu, "not.b32"),
        .. V1<ulong, Not<ulong>>(IntegerAlu, "not.b64"),
        new("not.pred", IntegerAlu, Predicate, [Predicate], ((Primitive1)Lanes.Predicate1<PredicateNot>).Method),
        new("and.pred", IntegerAlu, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateAnd>).Method),
        new("or.pred", IntegerAlu, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateOr>).Method),
        new("xor.pred", IntegerAlu, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateXor>).Method),
        .. S2<ushort, ushort, uint, ShiftLeft>(IntegerAlu, "shl.b16"),
        .. S2<uint, uint, uint, ShiftLeft>(IntegerAlu, "shl.b32"),
        .. S2<ulong, ulong, uint, ShiftLeft>(IntegerAlu, "shl.b64"),
        .. S2<ushort, ushort, uint, ShiftRight>(IntegerAlu, "shr.b16", "shr.u16"),
        .. S2<short, short, uint, ShiftRight>(IntegerAlu, "shr.s16"),
        .. S2<uint, uint, uint, ShiftRight>(IntegerAlu, "shr.b32", "shr.u32"),
        .. S2<int, int, uint, ShiftRight>(IntegerAlu, "shr.s32"),
        .. S2<ulong, ulong, uint, ShiftRight>(IntegerAlu, "shr.b64", "shr.u64"),
        .. S2<long, long, uint, ShiftRight>(IntegerAlu, "shr.s64"),
    ];

    private static IEnumerable<Opcode> FloatArithmetic() =>
    [
        .. V3<float, FusedMultiplyAdd>(Fma, "fma.rn.f32"),
        .. V3<float, Ftz3<FusedMultiplyAdd>>(Fma, "fma.rn.ftz.f32"),
        .. V3<float, Saturate3<FusedMultiplyAdd>>(Fma, "fma.rn.sat.f32"),
        .. V3<double, FusedMultiplyAddDouble>(Fma, "fma.rn.f64"),
        .. V2<float, Add<float>>(FloatAlu, "add.f32", "add.rn.f32"),
        .. V2<float, Ftz2<Add<float>>>(FloatAlu, "add.ftz.f32", "add.rn.ftz.f32"),
        .. V2<float, Saturate2<Add<float>>>(FloatAlu, "add.sat.f32", "add.rn.sat.f32"),
        .. V2<double, Add<double>>(FloatAlu, "add.f64", "add.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<SumOfDoubles>>(FloatAlu, "add.f16", "add.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<SumOfDoubles>>>(FloatAlu, "add.ftz.f16", "add.rn.ftz.f16"),
        .. V2<float, Subtract<float>>(FloatAlu, "sub.f32", "sub.rn.f32"),
        .. V2<float, Ftz2<Subtract<float>>>(FloatAlu, "sub.ftz.f32", "sub.rn.ftz.f32"),
        .. V2<double, Subtract<double>>(FloatAlu, "sub.f64", "sub.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<DifferenceOfDoubles>>(FloatAlu, "sub.f16", "sub.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<DifferenceOfDoubles>>>(FloatAlu, "sub.ftz.f16", "sub.rn.ftz.f16"),
        .. V2<float, Multiply<float>>(FloatAlu, "mul.f32", "mul.rn.f32"),
        .. V2<float, Ftz2<Multiply<float>>>(FloatAlu, "mul.ftz.f32", "mul.rn.ftz.f32"),
        .. V2<float, Saturate2<Multiply<float>>>(FloatAlu, "mul.sat.f32", "mul.rn.sat.f32"),
        .. V2<double, Multiply<double>>(FloatAlu, "mul.f64", "mul.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<ProductOfDoubles>>(FloatAlu, "mul.f16", "mul.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<ProductOfDoubles>>>(FloatAlu, "mul.ftz.f16", "mul.rn.ftz.f16"),
        .. V2<uint, HalfPair2<Add<float>>>(FloatAlu, "add.f16x2", "add.rn.f16x2"),
        .. V2<uint, HalfPair2<Subtract<float>>>(FloatAlu, "sub.f16x2", "sub.rn.f16x2"),
        .. V2<uint, HalfPair2<Multiply<float>>>(FloatAlu, "mul.f16x2", "mul.rn.f16x2"),
        .. S3<Half, Half, Half, Half, HalfFma>(Fma, "fma.rn.f16"),
        .. V3<uint, HalfPairFma>(Fma, "fma.rn.f16x2"),
        .. V1<float, Negate<float>>(FloatAlu, "neg.f32"),
        .. V1<float, Ftz1<Negate<float>>>(FloatAlu, "neg.ftz.f32"),
        .. V1<double, Negate<double>>(FloatAlu, "neg.f64"),
        .. V1<float, Absolute<float>>(FloatAlu, "abs.f32"),
        .. V1<float, Ftz1<Absolute<float>>>(FloatAlu, "abs.ftz.f32"),
        .. V1<double, Absolute<double>>(FloatAlu, "abs.f64"),
        .. V2<float, LeastNumber<float>>(FloatAlu, "min.f32"),
        .. V2<uint, HalfPair2<LeastNumber<float>>>(FloatAlu, "min.f16x2"),
        .. V2<float, Ftz2<LeastNumber<float>>>(FloatAlu, "min.ftz.f32"),
        .. V2<double, LeastNumber<double>>(FloatAlu, "min.f64"),
        .. V2<float, GreatestNumber<float>>(FloatAlu, "max.f32"),
        .. V2<uint, HalfPair2<GreatestNumber<float>>>(FloatAlu, "max.f16x2"),
        .. V2<float, Ftz2<GreatestNumber<float>>>(FloatAlu, "max.ftz.f32"),
        .. V2<double, GreatestNumber<double>>(FloatAlu, "max.f64"),
        .. S2<float, float, float, CopySign>(FloatAlu, "copysign.f32"),
        .. S2<double, double, double, CopySign>(FloatAlu, "copysign.f64"),
        .. Tests<IsNotANumber>("testp.notanumber"),
        .. Tests<IsInfinite>("testp.infinite"),
        .. Tests<IsFinite>("testp.finite"),
        .. Tests<IsNumber>("testp.number"),
    ];

    private static IEnumerable<Opcode> Special() =>
    [
        .. V2<float, Quotient<float>>(InstructionClass.Special, "div.rn.f32"),
        .. V2<float, Ftz2<Quotient<float>>>(InstructionClass.Special, "div.rn.ftz.f32"),
        .. V2<double, Quotient<double>>(InstructionClass.Special, "div.rn.f64"),
        .. V1<float, SquareRoot<float>>(InstructionClass.Special, "sqrt.rn.f32"),
        .. V1<float, Ftz1<SquareRoot<float>>>(InstructionClass.Special, "sqrt.rn.ftz.f32"),
        .. V1<double, SquareRoot<double>>(InstructionClass.Special, "sqrt.rn.f64"),
        .. V1<float, Reciprocal>(InstructionClass.Special, "rcp.rn.f32"),
        .. V1<float, Ftz1<Reciprocal>>(InstructionClass.Special, "rcp.rn.ftz.f32"),
        .. V1<double, ReciprocalDouble>(InstructionClass.Special, "rcp.rn.f64"),
        .. Approximations<ApproximateReciprocal>("rcp"),
        .. Approximations<ApproximateSquareRoot>("sqrt"),
        .. Approximations<ApproximateReciprocalSquareRoot>("rsqrt"),
        .. Approximations<ApproximateExponential>("ex2"),
        .. Approximations<ApproximateLogarithm>("lg2"),
        .. Approximations<ApproximateSine>("sin"),
        .. Approximations<ApproximateCosine>("cos"),
        .. S1<float, float, Approximate<ApproximateTangent>>(InstructionClass.Special, "tanh.approx.f32"),
        .. S2<float, float, float, ApproximateQuotient>(InstructionClass.Special, "div.approx.f32", "div.full.f32"),
        .. S2<float, float, float, ApproximateQuotientFtz>(InstructionClass.Special, "div.approx.ftz.f32", "div.full.ftz.f32"),
    ];

    private static IEnumerable<Opcode> Comparisons() =>
    [
        .. IntegerComparisons<short>("s16"),
        .. IntegerComparisons<int>("s32"),
        .. IntegerComparisons<long>("s64"),
        .. UnsignedComparisons<ushort>("u16"),
        .. UnsignedComparisons<uint>("u32"),
        .. UnsignedComparisons<ulong>("u64"),
        .. BitComparisons<ushort>("b16"),
        .. BitComparisons<uint>("b32"),
        .. BitComparisons<ulong>("b64"),
        .. FloatComparisons<float>("f32"),
        .. FloatComparisons<double>("f64"),
        .. FlushedComparisons(),
    ];

    private static IEnumerable<Opcode> BitComparisons<T>(string type)
        where T : unmanaged =>
    [
        Compare<T, Equal<T>>(IntegerAlu, $"setp.eq.{type}"),
        Compare<T, NotEqual<T>>(IntegerAlu, $"setp.ne.{type}"),
    ];

    private static IEnumerable<Opcode> IntegerComparisons<T>(string type)
        where T : unmanaged =>
    [
        .. BitComparisons<T>(type),
        Compare<T, Less<T>>(IntegerAlu, $"setp.lt.{type}"),
        Compare<T, LessOrEqual<T>>(IntegerAlu, $"setp.le.{type}"),
        Compare<T, Greater<T>>(IntegerAlu, $"setp.gt.{type}"),
        Compare<T, GreaterOrEqual<T>>(IntegerAlu, $"setp.ge.{type}"),
    ];

    private static IEnumerable<Opcode> UnsignedComparisons<T>(string type)
        where T : unmanaged =>
    [
        .. IntegerComparisons<T>(type),
        Compare<T, Less<T>>(IntegerAlu, $"setp.lo.{type}"),
        Compare<T, LessOrEqual<T>>(IntegerAlu, $"setp.ls.{type}"),
        Compare<T, Greater<T>>(IntegerAlu, $"setp.hi.{type}"),
        Compare<T, GreaterOrEqual<T>>(IntegerAlu, $"setp.hs.{type}"),
    ];

    private static IEnumerable<Opcode> FloatComparisons<T>(string type)
        where T : unmanaged =>
    [
        Compare<T, Equal<T>>(FloatAlu, $"setp.eq.{type}"),
        Compare<T, AndOrdered<T, NotEqual<T>>>(FloatAlu, $"setp.ne.{type}"),
        Compare<T, Less<T>>(FloatAlu, $"setp.lt.{type}"),
        Compare<T, LessOrEqual<T>>(FloatAlu, $"setp.le.{type}"),
        Compare<T, Greater<T>>(FloatAlu, $"setp.gt.{type}"),
        Compare<T, GreaterOrEqual<T>>(FloatAlu, $"setp.ge.{type}"),
        Compare<T, OrUnordered<T, Equal<T>>>(FloatAlu, $"setp.equ.{type}"),
        Compare<T, NotEqual<T>>(FloatAlu, $"setp.neu.{type}"),
        Compare<T, OrUnordered<T, Less<T>>>(FloatAlu, $"setp.ltu.{type}"),
        Compare<T, OrUnordered<T, LessOrEqual<T>>>(FloatAlu, $"setp.leu.{type}"),
        Compare<T, OrUnordered<T, Greater<T>>>(FloatAlu, $"setp.gtu.{type}"),
        Compare<T, OrUnordered<T, GreaterOrEqual<T>>>(FloatAlu, $"setp.geu.{type}"),
        Compare<T, Ordered<T>>(FloatAlu, $"setp.num.{type}"),
        Compare<T, Unordered<T>>(FloatAlu, $"setp.nan.{type}"),
    ];

    private static IEnumerable<Opcode> FlushedComparisons() =>
    [
        Compare<float, FtzCompare<Equal<float>>>(FloatAlu, "setp.eq.ftz.f32"),
        Compare<float, FtzCompare<AndOrdered<float, NotEqual<float>>>>(FloatAlu, "setp.ne.ftz.f32"),
        Compare<float, FtzCompare<Less<float>>>(FloatAlu, "setp.lt.ftz.f32"),
        Compare<float, FtzCompare<LessOrEqual<float>>>(FloatAlu, "setp.le.ftz.f32"),
        Compare<float, FtzCompare<Greater<float>>>(FloatAlu, "setp.gt.ftz.f32"),
        Compare<float, FtzCompare<GreaterOrEqual<float>>>(FloatAlu, "setp.ge.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Equal<float>>>>(FloatAlu, "setp.equ.ftz.f32"),
        Compare<float, FtzCompare<NotEqual<float>>>(FloatAlu, "setp.neu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Less<float>>>>(FloatAlu, "setp.ltu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, LessOrEqual<float>>>>(FloatAlu, "setp.leu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Greater<float>>>>(FloatAlu, "setp.gtu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, GreaterOrEqual<float>>>>(FloatAlu, "setp.geu.ftz.f32"),
    ];

    private static IEnumerable<Opcode> Conversions() => ConversionTable.Entries();

    internal static RegisterKind KindOf<T>()
        where T : unmanaged => sizeof(T) switch { 2 => Bits16, 4 => Bits32, _ => Bits64 };

    internal static IEnumerable<Opcode> S1<TD, TA, TOp>(InstructionClass group, params string[] names)
        where TD : unmanaged where TA : unmanaged where TOp : ILane1<TD, TA> =>
        names.Select(name => new Opcode(name, group, KindOf<TD>(), [KindOf<TA>()], ((Primitive1)Lanes.Scalar1<TD, TA, TOp>).Method));

    private static IEnumerable<Opcode> S2<TD, TA, TB, TOp>(InstructionClass group, params string[] names)
        where TD : unmanaged where TA : unmanaged where TB : unmanaged where TOp : ILane2<TD, TA, TB> =>
        names.Select(name => new Opcode(
            name, group, KindOf<TD>(), [KindOf<TA>(), KindOf<TB>()], ((Primitive2)Lanes.Scalar2<TD, TA, TB, TOp>).Method));

    private static IEnumerable<Opcode> S3<TD, TA, TB, TC, TOp>(InstructionClass group, params string[] names)
        where TD : unmanaged where TA : unmanaged where TB : unmanaged where TC : unmanaged where TOp : ILane3<TD, TA, TB, TC> =>
        names.Select(name => new Opcode(
            name, group, KindOf<TD>(), [KindOf<TA>(), KindOf<TB>(), KindOf<TC>()],
            ((Primitive3)Lanes.Scalar3<TD, TA, TB, TC, TOp>).Method));

    internal static IEnumerable<Opcode> V1<T, TOp>(InstructionClass group, params string[] names)
        where T : unmanaged where TOp : IVector1<T> =>
        names.Select(name => new Opcode(name, group, KindOf<T>(), [KindOf<T>()], ((Primitive1)Lanes.Vector1<T, TOp>).Method));

    internal static IEnumerable<Opcode> V2<T, TOp>(InstructionClass group, params string[] names)
        where T : unmanaged where TOp : IVector2<T> =>
        names.Select(name => new Opcode(name, group, KindOf<T>(), [KindOf<T>(), KindOf<T>()], ((Primitive2)Lanes.Vector2<T, TOp>).Method));

    private static IEnumerable<Opcode> V3<T, TOp>(InstructionClass group, params string[] names)
        where T : unmanaged where TOp : IVector3<T> =>
        names.Select(name => new Opcode(
            name, group, KindOf<T>(), [KindOf<T>(), KindOf<T>(), KindOf<T>()], ((Primitive3)Lanes.Vector3<T, TOp>).Method));

    private static Opcode Compare<T, TOp>(InstructionClass group, string name)
        where T : unmanaged where TOp : IVector2<T> =>
        new(name, group, Predicate, [KindOf<T>(), KindOf<T>()], ((Primitive2)Lanes.Compare<T, TOp>).Method);

    private static IEnumerable<Opcode> Selections<T>(params string[] names)
        where T : unmanaged =>
        names.Select(name => new Opcode(
            name, IntegerAlu, KindOf<T>(), [KindOf<T>(), KindOf<T>(), Predicate],
            ((Primitive3)(sizeof(T) == 4 ? Lanes.SelectWords : Lanes.Select<T>)).Method));

    private static IEnumerable<Opcode> Tests<TOp>(string name)
        where TOp : ITest<float>, ITest<double> =>
    [
        new(name + ".f32", FloatAlu, Predicate, [Bits32], ((Primitive1)Lanes.Test<float, TOp>).Method),
        new(name + ".f64", FloatAlu, Predicate, [Bits64], ((Primitive1)Lanes.Test<double, TOp>).Method),
    ];

    private static IEnumerable<Opcode> Approximations<TOp>(string name)
        where TOp : IApproximation =>
    [
        .. S1<float, float, Approximate<TOp>>(InstructionClass.Special, name + ".approx.f32"),
        .. S1<float, float, ApproximateFtz<TOp>>(InstructionClass.Special, name + ".approx.ftz.f32"),
    ];
}
