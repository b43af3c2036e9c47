using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of the learned constant: exact.</summary>
internal static class ConstantInputCases
{
    public static IEnumerable<OpCase> All => Sizes.All(0).Select(size => new OpCase(nameof(ConstantInput), $"{size}", size.Batch, 0, b =>
    {
        var output = b.Plan.Maps("output", size.Channels, size.Height, size.Width);
        b.Plan.Add(new ConstantInput(output, b.Normal(size.Channels, size.Height, size.Width)));
        return output;
    }));
}
