using System.Text;
using CsCheck;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>A random program over one register, of conditions and loops in each other, as PTX and as it should run for one thread.</summary>
internal sealed class StructuredProgram
{
    private readonly Node root;

    private StructuredProgram(Node root) => this.root = root;

    public static Gen<StructuredProgram> Random { get; } = Nodes(4).Select(node => new StructuredProgram(node));

    public int Evaluate(int thread)
    {
        var value = thread;
        return root.Run(ref value, thread) ? value : 0;
    }

    public string ToPtx()
    {
        var text = new StringBuilder("mov.b32 %r6, %r2;\n");
        var labels = 0;
        root.Write(text, ref labels, 10);
        return text.Append("st.global.b32 [%rd4], %r6;\nret;\n").ToString();
    }

    private static Gen<Node> Nodes(int depth)
    {
        var step = Gen.Int[1, 9].Select(Node (k) => new Step(k));
        var leave = Gen.Int[0, 60].Select(Node (k) => new Return(k));
        if (depth == 0)
            return Gen.Frequency((8, step), (1, leave));
        var inner = Nodes(depth - 1);
        return Gen.Frequency(
            (2, step),
            (3, Gen.Select(inner, inner).Select(Node (a, b) => new Sequence(a, b))),
            (3, Gen.Select(Gen.Int[0, 5], inner, inner).Select(Node (bit, a, b) => new Condition(bit, a, b))),
            (2, Gen.Select(Gen.Int[1, 7], inner).Select(Node (mask, body) => new Loop(mask, body))));
    }

    private abstract record Node
    {
        /// <summary>False where the thread has returned.</summary>
        public abstract bool Run(ref int value, int thread);

        /// <param name="text">What is written to.</param>
        /// <param name="labels">Labels so far.</param>
        /// <param name="counter">The next free register for a loop's counter.</param>
        public abstract void Write(StringBuilder text, ref int labels, int counter);
    }

    private sealed record Step(int Addend) : Node
    {
        public override bool Run(ref int value, int thread)
        {
            value = (value * 3) + Addend;
            return true;
        }

        public override void Write(StringBuilder text, ref int labels, int counter) => text.AppendLine($"mad.lo.s32 %r6, %r6, 3, {Addend};");
    }

    private sealed record Return(int Thread) : Node
    {
        public override bool Run(ref int value, int thread) => thread != Thread;

        public override void Write(StringBuilder text, ref int labels, int counter) =>
            text.AppendLine($"setp.eq.s32 %p1, %r2, {Thread};\n@%p1 ret;");
    }

    private sealed record Sequence(Node First, Node Second) : Node
    {
        public override bool Run(ref int value, int thread) => First.Run(ref value, thread) && Second.Run(ref value, thread);

        public override void Write(StringBuilder text, ref int labels, int counter)
        {
            First.Write(text, ref labels, counter);
            Second.Write(text, ref labels, counter);
        }
    }

    private sealed record Condition(int Bit, Node Yes, Node No) : Node
    {
        public override bool Run(ref int value, int thread) =>
            (value >> Bit & 1) != 0 ? Yes.Run(ref value, thread) : No.Run(ref value, thread);

        public override void Write(StringBuilder text, ref int labels, int counter)
        {
            var label = labels++;
            text.AppendLine($"bfe.u32 %r7, %r6, {Bit}, 1;\nsetp.ne.s32 %p1, %r7, 0;\n@!%p1 bra NO{label};");
            Yes.Write(text, ref labels, counter);
            text.AppendLine($"bra JOIN{label};\nNO{label}:");
            No.Write(text, ref labels, counter);
            text.AppendLine($"JOIN{label}:");
        }
    }

    /// <summary>As many rounds as some bits of the thread's index.</summary>
    private sealed record Loop(int Mask, Node Body) : Node
    {
        public override bool Run(ref int value, int thread)
        {
            for (var i = 0; i < (thread & Mask); i++)
            {
                if (!Body.Run(ref value, thread))
                    return false;
            }
            return true;
        }

        public override void Write(StringBuilder text, ref int labels, int counter)
        {
            var label = labels++;
            text.AppendLine($"and.b32 %r{counter}, %r2, {Mask};\nLOOP{label}:\nsetp.eq.s32 %p1, %r{counter}, 0;\n@%p1 bra END{label};");
            text.AppendLine($"sub.s32 %r{counter}, %r{counter}, 1;");
            Body.Write(text, ref labels, counter + 1);
            text.AppendLine($"bra LOOP{label};\nEND{label}:");
        }
    }
}
