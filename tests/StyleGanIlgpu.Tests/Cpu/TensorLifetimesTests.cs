using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cpu;

public class TensorLifetimesTests
{
    [Fact]
    public void A_tensor_lives_from_its_first_write_to_its_last_read()
    {
        var builder = new PlanBuilder(1);
        var input = builder.Input("z", 4);
        var a = builder.Rows("a", 4);
        var joined = builder.Rows("joined", 8);
        var picture = builder.Rows("picture", 8);
        builder.Add(new NormalizeSecondMoment(input, joined));
        builder.Add(new NormalizeSecondMoment(input, a));
        builder.Add(new NormalizeSecondMoment(a, joined, outputOffset: 4));
        builder.Add(new NormalizeSecondMoment(joined, picture));
        builder.Add(new NormalizeSecondMoment(input, a));
        builder.Keep(picture);

        var lives = TensorLifetimes.Of(builder.Build(), CpuLayout.Bytes);

        Assert.Equal((0, 5), (lives[input.Index].First, lives[input.Index].Last));
        Assert.Equal((1, 4), (lives[a.Index].First, lives[a.Index].Last));
        Assert.Equal((0, 3), (lives[joined.Index].First, lives[joined.Index].Last));
        Assert.Equal((3, 5), (lives[picture.Index].First, lives[picture.Index].Last));
    }

    [Fact]
    public void A_read_before_any_write_is_refused()
    {
        var builder = new PlanBuilder(1);
        builder.Add(new NormalizeSecondMoment(builder.Rows("never", 4), builder.Rows("out", 4)));

        var refused = Assert.Throws<ArgumentException>(() => TensorLifetimes.Of(builder.Build(), CpuLayout.Bytes));

        Assert.Contains("never", refused.Message, StringComparison.Ordinal);
    }
}
