using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Ops;

public class OpCorrectnessTests
{
    public static TheoryData<string, string> Cases => EngineUnderTest.Cases(_ => true, engine => engine.OneOf == 1);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Engine_agrees_with_the_reference(string engine, string name) => Check(engine, name);

    internal static void Check(string engine, string name)
    {
        var opCase = OpCases.Find(name);
        var tested = EngineUnderTest.Find(engine);
        var instance = tested.Suit(opCase.Build());
        var actual = instance.RunOn(tested.Shared);
        Assert.NotEmpty(actual);
        Comparison.AssertWithin<float, double>(name, tested.Tolerance(opCase), actual, instance.RunOnReference());
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own() => Assert.Equal(OpCases.All.Count(), OpCases.All.Select(opCase => opCase.Name).Distinct().Count());

    [Fact]
    public void Every_op_that_a_model_can_describe_has_cases()
    {
        // Others are joined by an engine, for itself.
        var ops = typeof(PlanOp).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PlanOp)) && type.Namespace == typeof(Convolution).Namespace)
            .Select(type => type.Name);
        Assert.Equal(ops.Order(), OpCases.ByOp.Keys.Order());
        Assert.All(OpCases.ByOp, op => Assert.All(op.Value, opCase => Assert.Equal(op.Key, opCase.Op)));
    }
}
