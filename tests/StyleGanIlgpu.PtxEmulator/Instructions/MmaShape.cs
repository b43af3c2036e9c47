namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>A form of <c>mma</c> with sums of single precision: D = A B + C of m16n8, with the registers of each lane.</summary>
internal sealed record MmaShape(string Name, int Depth, bool IsHalf)
{
    private const string Sync = "mma.sync.aligned.";

    public static readonly IReadOnlyList<MmaShape> All =
    [
        new(Sync + "m16n8k4.row.col.f32.tf32.tf32.f32", 4, IsHalf: false),
        new(Sync + "m16n8k8.row.col.f32.tf32.tf32.f32", 8, IsHalf: false),
        new(Sync + "m16n8k8.row.col.f32.f16.f16.f32", 8, IsHalf: true),
        new(Sync + "m16n8k16.row.col.f32.f16.f16.f32", 16, IsHalf: true),
    ];

    /// <summary>Words of B in a lane; a half word holds two numbers.</summary>
    public int WordsOfB => IsHalf ? Depth / 8 : Depth / 4;

    public int WordsOfA => 2 * WordsOfB;

    public int MultiplyAdds => 16 * 8 * Depth;

    public static int Find(string opcode)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Name == opcode)
                return i;
        }
        return -1;
    }
}
