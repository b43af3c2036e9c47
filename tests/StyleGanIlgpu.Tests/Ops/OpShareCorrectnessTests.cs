namespace StyleGanIlgpu.Tests.Ops;

/// <summary>The engines that run a share of the cases. The tests of a class run one after another, so theirs have one of their own.</summary>
public class OpShareCorrectnessTests
{
    public static TheoryData<string, string> Cases => EngineUnderTest.Cases(_ => true, engine => engine.OneOf > 1);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Engine_agrees_with_the_reference(string engine, string name) => OpCorrectnessTests.Check(engine, name);
}
