using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>An operation on one lane.</summary>
internal interface ILane1<TD, TA>
{
    static abstract TD Do(TA a);
}

/// <inheritdoc cref="ILane1{TD, TA}"/>
internal interface ILane2<TD, TA, TB>
{
    static abstract TD Do(TA a, TB b);
}

/// <inheritdoc cref="ILane1{TD, TA}"/>
internal interface ILane3<TD, TA, TB, TC>
{
    static abstract TD Do(TA a, TB b, TC c);
}

/// <summary>A condition on one lane.</summary>
internal interface ITest<T>
{
    static abstract bool Do(T a);
}

/// <summary>An operation on some lanes at once.</summary>
internal interface IVector1<T>
{
    static abstract Vector256<T> Do(Vector256<T> a);
}

/// <inheritdoc cref="IVector1{T}"/>
internal interface IVector2<T>
{
    static abstract Vector256<T> Do(Vector256<T> a, Vector256<T> b);
}

/// <inheritdoc cref="IVector1{T}"/>
internal interface IVector3<T>
{
    static abstract Vector256<T> Do(Vector256<T> a, Vector256<T> b, Vector256<T> c);
}
