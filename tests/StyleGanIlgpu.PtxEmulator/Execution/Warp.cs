using System.Runtime.InteropServices;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Lanes that go on together from a block until they join others.</summary>
internal struct PathEntry
{
    public int Block, Join;
    public uint Mask;
}

/// <summary>32 lanes: their registers, their stack of diverged paths, their local memory.</summary>
internal sealed unsafe class Warp : IDisposable
{
    public Warp(Worker worker, int index, uint lanes)
    {
        (Worker, Index, Lanes) = (worker, index, lanes);
        var program = worker.Program;
        Frame = (byte*)NativeMemory.AlignedAlloc((nuint)program.FrameBytes, 64);
        NativeMemory.Clear(Frame, (nuint)program.FrameBytes);
        Local = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, 32 * program.LocalBytes), 64);
        LocalWritten = (bool*)NativeMemory.Alloc((nuint)Math.Max(64, 32 * program.LocalBytes));
    }

    public Worker Worker { get; }

    public int Index { get; }

    /// <summary>The lanes that exist: the last warp of a block may have fewer than 32.</summary>
    public uint Lanes { get; }

    public byte* Frame { get; }

    /// <summary>Local memory of lane after lane.</summary>
    public byte* Local { get; }

    /// <summary>Whether each byte of <see cref="Local"/> was written.</summary>
    public bool* LocalWritten { get; }

    /// <summary>Copies on their way to shared memory.</summary>
    public AsyncCopies Copies { get; } = new();

    /// <summary>The lanes that have not returned.</summary>
    public uint Live { get; set; }

    public PathEntry[] Stack { get; private set; } = new PathEntry[16];

    public int Depth { get; private set; }

    /// <summary>The barrier at which the warp waits.</summary>
    public BasicBlock? Waiting { get; set; }

    /// <summary>Stamp of the last <c>bar.warp.sync</c>, which orders the accesses of this warp's lanes.</summary>
    public int SyncStamp { get; set; }

    /// <summary>Block by block, as a guard against loops without end.</summary>
    public long Steps { get; set; }

    public uint Active => *(uint*)(Frame + FrameLayout.Active);

    public void Start()
    {
        Live = Lanes;
        Depth = 0;
        Waiting = null;
        SyncStamp = 0;
        Steps = 0;
        Copies.Start();
        Push(0, BasicBlock.End, Lanes);
        NativeMemory.Fill(Local, (nuint)(32 * Worker.Program.LocalBytes), 0xFF);
        NativeMemory.Clear(LocalWritten, (nuint)(32 * Worker.Program.LocalBytes));
    }

    public void Push(int block, int join, uint mask)
    {
        if (Depth == Stack.Length)
        {
            var grown = Stack;
            Array.Resize(ref grown, 2 * Depth);
            Stack = grown;
        }
        Stack[Depth++] = new PathEntry { Block = block, Join = join, Mask = mask };
    }

    public void Pop() => Depth--;

    /// <summary>Lanes return: they wait at no join any more.</summary>
    public void Exit(uint lanes)
    {
        Copies.CheckNone(this, lanes);
        Live &= ~lanes;
        for (var i = 0; i < Depth; i++)
            Stack[i].Mask &= ~lanes;
    }

    public void Splat(int special, uint value)
    {
        var register = (uint*)(Frame + FrameLayout.Special + special * FrameLayout.SpecialBytes);
        new Span<uint>(register, 32).Fill(value);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Frame);
        NativeMemory.AlignedFree(Local);
        NativeMemory.Free(LocalWritten);
        Copies.Dispose();
    }
}
