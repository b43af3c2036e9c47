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
        .. V2<short, Add<short>>(Integer, "add.s16", "add.u16"),
        .. V2<int, Add<int>>(Integer, "add.s32", "add.u32"),
        .. V2<long, Add<long>>(Integer, "add.s64", "add.u64"),
        .. V2<short, Subtract<short>>(Integer, "sub.s16", "sub.u16"),
        .. V2<int, Subtract<int>>(Integer, "sub.s32", "sub.u32"),
        .. V2<long, Subtract<long>>(Integer, "sub.s64", "sub.u64"),
        .. V2<short, Multiply<short>>(Integer, "mul.lo.s16", "mul.lo.u16"),
        .. V2<int, Multiply<int>>(Integer, "mul.lo.s32", "mul.lo.u32"),
        .. V2<long, Multiply<long>>(Integer, "mul.lo.s64", "mul.lo.u64"),
        .. V3<int, MultiplyAdd<int>>(Integer, "mad.lo.s32", "mad.lo.u32"),
        .. V3<long, MultiplyAdd<long>>(Integer, "mad.lo.s64", "mad.lo.u64"),
        .. S2<int, short, short, MultiplyWide>(Integer, "mul.wide.s16"),
        .. S2<uint, ushort, ushort, MultiplyWide>(Integer, "mul.wide.u16"),
        .. S2<long, int, int, MultiplyWide>(Integer, "mul.wide.s32"),
        .. S2<ulong, uint, uint, MultiplyWide>(Integer, "mul.wide.u32"),
        .. S3<long, int, int, long, MultiplyAddWide>(Integer, "mad.wide.s32"),
        .. S3<ulong, uint, uint, ulong, MultiplyAddWide>(Integer, "mad.wide.u32"),
        .. S2<int, int, int, MultiplyHigh>(Integer, "mul.hi.s32"),
        .. S2<uint, uint, uint, MultiplyHigh>(Integer, "mul.hi.u32"),
        .. S2<long, long, long, MultiplyHigh>(Integer, "mul.hi.s64"),
        .. S2<ulong, ulong, ulong, MultiplyHigh>(Integer, "mul.hi.u64"),
        .. S2<int, int, int, Divide<int>>(Integer, "div.s32"),
        .. S2<uint, uint, uint, Divide<uint>>(Integer, "div.u32"),
        .. S2<long, long, long, Divide<long>>(Integer, "div.s64"),
        .. S2<ulong, ulong, ulong, Divide<ulong>>(Integer, "div.u64"),
        .. S2<int, int, int, Remainder<int>>(Integer, "rem.s32"),
        .. S2<uint, uint, uint, Remainder<uint>>(Integer, "rem.u32"),
        .. S2<long, long, long, Remainder<long>>(Integer, "rem.s64"),
        .. S2<ulong, ulong, ulong, Remainder<ulong>>(Integer, "rem.u64"),
        .. V1<short, Negate<short>>(Integer, "neg.s16"),
        .. V1<int, Negate<int>>(Integer, "neg.s32"),
        .. V1<long, Negate<long>>(Integer, "neg.s64"),
        .. V1<int, Absolute<int>>(Integer, "abs.s32"),
        .. V1<long, Absolute<long>>(Integer, "abs.s64"),
        .. V2<int, Least<int>>(Integer, "min.s32"),
        .. V2<uint, Least<uint>>(Integer, "min.u32"),
        .. V2<long, Least<long>>(Integer, "min.s64"),
        .. V2<ulong, Least<ulong>>(Integer, "min.u64"),
        .. V2<int, Greatest<int>>(Integer, "max.s32"),
        .. V2<uint, Greatest<uint>>(Integer, "max.u32"),
        .. V2<long, Greatest<long>>(Integer, "max.s64"),
        .. V2<ulong, Greatest<ulong>>(Integer, "max.u64"),
        .. S1<uint, uint, PopulationCount>(Integer, "popc.b32"),
        .. S1<uint, ulong, PopulationCount>(Integer, "popc.b64"),
        .. S1<uint, uint, LeadingZeros>(Integer, "clz.b32"),
        .. S1<uint, ulong, LeadingZeros>(Integer, "clz.b64"),
        .. S1<uint, uint, ReverseBits>(Integer, "brev.b32"),
        .. S1<ulong, ulong, ReverseBits>(Integer, "brev.b64"),
        .. S3<uint, uint, uint, uint, ExtractBits>(Integer, "bfe.u32"),
        .. S3<int, int, uint, uint, ExtractBits>(Integer, "bfe.s32"),
        .. S3<uint, uint, uint, uint, PermuteBytes>(Integer, "prmt.b32"),
    ];

    private static IEnumerable<Opcode> Logic() =>
    [
        .. V2<ushort, And<ushort>>(Integer, "and.b16"),
        .. V2<uint, And<uint>>(Integer, "and.b32"),
        .. V2<ulong, And<ulong>>(Integer, "and.b64"),
        .. V2<ushort, Or<ushort>>(Integer, "or.b16"),
        .. V2<uint, Or<uint>>(Integer, "or.b32"),
        .. V2<ulong, Or<ulong>>(Integer, "or.b64"),
        .. V2<ushort, Xor<ushort>>(Integer, "xor.b16"),
        .. V2<uint, Xor<uint>>(Integer, "xor.b32"),
        .. V2<ulong, Xor<ulong>>(Integer, "xor.b64"),
        .. V1<ushort, Not<ushort>>(Integer, "not.b16"),
        .. V1<uint, Not<uint>>(Integer, "not.b32"),
        .. V1<ulong, Not<ulong>>(Integer, "not.b64"),
        new("not.pred", Integer, Predicate, [Predicate], ((Primitive1)Lanes.Predicate1<PredicateNot>).Method),
        new("and.pred", Integer, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateAnd>).Method),
        new("or.pred", Integer, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateOr>).Method),
        new("xor.pred", Integer, Predicate, [Predicate, Predicate], ((Primitive2)Lanes.Predicate2<PredicateXor>).Method),
        .. S2<ushort, ushort, uint, ShiftLeft>(Integer, "shl.b16"),
        .. S2<uint, uint, uint, ShiftLeft>(Integer, "shl.b32"),
        .. S2<ulong, ulong, uint, ShiftLeft>(Integer, "shl.b64"),
        .. S2<ushort, ushort, uint, ShiftRight>(Integer, "shr.b16", "shr.u16"),
        .. S2<short, short, uint, ShiftRight>(Integer, "shr.s16"),
        .. S2<uint, uint, uint, ShiftRight>(Integer, "shr.b32", "shr.u32"),
        .. S2<int, int, uint, ShiftRight>(Integer, "shr.s32"),
        .. S2<ulong, ulong, uint, ShiftRight>(Integer, "shr.b64", "shr.u64"),
        .. S2<long, long, uint, ShiftRight>(Integer, "shr.s64"),
    ];

    private static IEnumerable<Opcode> FloatArithmetic() =>
    [
        .. V3<float, FusedMultiplyAdd>(Fma, "fma.rn.f32"),
        .. V3<float, Ftz3<FusedMultiplyAdd>>(Fma, "fma.rn.ftz.f32"),
        .. V3<float, Saturate3<FusedMultiplyAdd>>(Fma, "fma.rn.sat.f32"),
        .. V3<double, FusedMultiplyAddDouble>(Fma, "fma.rn.f64"),
        .. V2<float, Add<float>>(Float, "add.f32", "add.rn.f32"),
        .. V2<float, Ftz2<Add<float>>>(Float, "add.ftz.f32", "add.rn.ftz.f32"),
        .. V2<float, Saturate2<Add<float>>>(Float, "add.sat.f32", "add.rn.sat.f32"),
        .. V2<double, Add<double>>(Float, "add.f64", "add.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<SumOfDoubles>>(Float, "add.f16", "add.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<SumOfDoubles>>>(Float, "add.ftz.f16", "add.rn.ftz.f16"),
        .. V2<float, Subtract<float>>(Float, "sub.f32", "sub.rn.f32"),
        .. V2<float, Ftz2<Subtract<float>>>(Float, "sub.ftz.f32", "sub.rn.ftz.f32"),
        .. V2<double, Subtract<double>>(Float, "sub.f64", "sub.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<DifferenceOfDoubles>>(Float, "sub.f16", "sub.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<DifferenceOfDoubles>>>(Float, "sub.ftz.f16", "sub.rn.ftz.f16"),
        .. V2<float, Multiply<float>>(Float, "mul.f32", "mul.rn.f32"),
        .. V2<float, Ftz2<Multiply<float>>>(Float, "mul.ftz.f32", "mul.rn.ftz.f32"),
        .. V2<float, Saturate2<Multiply<float>>>(Float, "mul.sat.f32", "mul.rn.sat.f32"),
        .. V2<double, Multiply<double>>(Float, "mul.f64", "mul.rn.f64"),
        .. S2<Half, Half, Half, HalfArithmetic<ProductOfDoubles>>(Float, "mul.f16", "mul.rn.f16"),
        .. S2<Half, Half, Half, HalfFtz<HalfArithmetic<ProductOfDoubles>>>(Float, "mul.ftz.f16", "mul.rn.ftz.f16"),
        .. V1<float, Negate<float>>(Float, "neg.f32"),
        .. V1<float, Ftz1<Negate<float>>>(Float, "neg.ftz.f32"),
        .. V1<double, Negate<double>>(Float, "neg.f64"),
        .. V1<float, Absolute<float>>(Float, "abs.f32"),
        .. V1<float, Ftz1<Absolute<float>>>(Float, "abs.ftz.f32"),
        .. V1<double, Absolute<double>>(Float, "abs.f64"),
        .. V2<float, LeastNumber<float>>(Float, "min.f32"),
        .. V2<float, Ftz2<LeastNumber<float>>>(Float, "min.ftz.f32"),
        .. V2<double, LeastNumber<double>>(Float, "min.f64"),
        .. V2<float, GreatestNumber<float>>(Float, "max.f32"),
        .. V2<float, Ftz2<GreatestNumber<float>>>(Float, "max.ftz.f32"),
        .. V2<double, GreatestNumber<double>>(Float, "max.f64"),
        .. S2<float, float, float, CopySign>(Float, "copysign.f32"),
        .. S2<double, double, double, CopySign>(Float, "copysign.f64"),
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
        Compare<T, Equal<T>>(Integer, $"setp.eq.{type}"),
        Compare<T, NotEqual<T>>(Integer, $"setp.ne.{type}"),
    ];

    private static IEnumerable<Opcode> IntegerComparisons<T>(string type)
        where T : unmanaged =>
    [
        .. BitComparisons<T>(type),
        Compare<T, Less<T>>(Integer, $"setp.lt.{type}"),
        Compare<T, LessOrEqual<T>>(Integer, $"setp.le.{type}"),
        Compare<T, Greater<T>>(Integer, $"setp.gt.{type}"),
        Compare<T, GreaterOrEqual<T>>(Integer, $"setp.ge.{type}"),
    ];

    private static IEnumerable<Opcode> UnsignedComparisons<T>(string type)
        where T : unmanaged =>
    [
        .. IntegerComparisons<T>(type),
        Compare<T, Less<T>>(Integer, $"setp.lo.{type}"),
        Compare<T, LessOrEqual<T>>(Integer, $"setp.ls.{type}"),
        Compare<T, Greater<T>>(Integer, $"setp.hi.{type}"),
        Compare<T, GreaterOrEqual<T>>(Integer, $"setp.hs.{type}"),
    ];

    private static IEnumerable<Opcode> FloatComparisons<T>(string type)
        where T : unmanaged =>
    [
        Compare<T, Equal<T>>(Float, $"setp.eq.{type}"),
        Compare<T, AndOrdered<T, NotEqual<T>>>(Float, $"setp.ne.{type}"),
        Compare<T, Less<T>>(Float, $"setp.lt.{type}"),
        Compare<T, LessOrEqual<T>>(Float, $"setp.le.{type}"),
        Compare<T, Greater<T>>(Float, $"setp.gt.{type}"),
        Compare<T, GreaterOrEqual<T>>(Float, $"setp.ge.{type}"),
        Compare<T, OrUnordered<T, Equal<T>>>(Float, $"setp.equ.{type}"),
        Compare<T, NotEqual<T>>(Float, $"setp.neu.{type}"),
        Compare<T, OrUnordered<T, Less<T>>>(Float, $"setp.ltu.{type}"),
        Compare<T, OrUnordered<T, LessOrEqual<T>>>(Float, $"setp.leu.{type}"),
        Compare<T, OrUnordered<T, Greater<T>>>(Float, $"setp.gtu.{type}"),
        Compare<T, OrUnordered<T, GreaterOrEqual<T>>>(Float, $"setp.geu.{type}"),
        Compare<T, Ordered<T>>(Float, $"setp.num.{type}"),
        Compare<T, Unordered<T>>(Float, $"setp.nan.{type}"),
    ];

    private static IEnumerable<Opcode> FlushedComparisons() =>
    [
        Compare<float, FtzCompare<Equal<float>>>(Float, "setp.eq.ftz.f32"),
        Compare<float, FtzCompare<AndOrdered<float, NotEqual<float>>>>(Float, "setp.ne.ftz.f32"),
        Compare<float, FtzCompare<Less<float>>>(Float, "setp.lt.ftz.f32"),
        Compare<float, FtzCompare<LessOrEqual<float>>>(Float, "setp.le.ftz.f32"),
        Compare<float, FtzCompare<Greater<float>>>(Float, "setp.gt.ftz.f32"),
        Compare<float, FtzCompare<GreaterOrEqual<float>>>(Float, "setp.ge.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Equal<float>>>>(Float, "setp.equ.ftz.f32"),
        Compare<float, FtzCompare<NotEqual<float>>>(Float, "setp.neu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Less<float>>>>(Float, "setp.ltu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, LessOrEqual<float>>>>(Float, "setp.leu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, Greater<float>>>>(Float, "setp.gtu.ftz.f32"),
        Compare<float, FtzCompare<OrUnordered<float, GreaterOrEqual<float>>>>(Float, "setp.geu.ftz.f32"),
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

    private static IEnumerable<Opcode> V1<T, TOp>(InstructionClass group, params string[] names)
        where T : unmanaged where TOp : IVector1<T> =>
        names.Select(name => new Opcode(name, group, KindOf<T>(), [KindOf<T>()], ((Primitive1)Lanes.Vector1<T, TOp>).Method));

    private static IEnumerable<Opcode> V2<T, TOp>(InstructionClass group, params string[] names)
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
        names.Select(name => new Opcode(name, Integer, KindOf<T>(), [KindOf<T>(), KindOf<T>(), Predicate], ((Primitive3)Lanes.Select<T>).Method));

    private static IEnumerable<Opcode> Tests<TOp>(string name)
        where TOp : ITest<float>, ITest<double> =>
    [
        new(name + ".f32", Float, Predicate, [Bits32], ((Primitive1)Lanes.Test<float, TOp>).Method),
        new(name + ".f64", Float, Predicate, [Bits64], ((Primitive1)Lanes.Test<double, TOp>).Method),
    ];

    private static IEnumerable<Opcode> Approximations<TOp>(string name)
        where TOp : IApproximation =>
    [
        .. S1<float, float, Approximate<TOp>>(InstructionClass.Special, name + ".approx.f32"),
        .. S1<float, float, ApproximateFtz<TOp>>(InstructionClass.Special, name + ".approx.ftz.f32"),
    ];
}
