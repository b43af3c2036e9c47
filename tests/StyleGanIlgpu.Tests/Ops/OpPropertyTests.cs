using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>What must hold to the last bit.</summary>
public class OpPropertyTests
{
    /// <summary>Of emulated engines a third, two batches of every form and more: that each sample is right is seen in all cases elsewhere.</summary>
    public static TheoryData<string, string> Batches => EngineUnderTest.Cases(opCase => opCase.Batch > 1, emulatedOneOf: 3);

    public static TheoryData<string, string> Threaded => EngineUnderTest.Cases(_ => true, engine => engine.HasThreads);

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_equals_its_samples_one_by_one(string engine, string name)
    {
        var (opCase, tested) = (OpCases.Find(name), EngineUnderTest.Find(engine));
        var together = tested.Suit(opCase.Build()).RunOn(tested.Shared);
        var alone = Enumerable.Range(0, opCase.Batch).SelectMany(n => tested.Suit(opCase.Build(n, 1)).RunOn(tested.Shared)).ToArray();
        Comparison.AssertSameBits(name, together, alone);
    }

    [Theory]
    [MemberData(nameof(Threaded))]
    public void The_number_of_threads_makes_no_difference(string engine, string name)
    {
        var (instance, engines) = (OpCases.Find(name).Build(), EngineUnderTest.Find(engine));
        var expected = instance.RunOn(engines.Shared);
        foreach (var variant in engines.OtherThreadCounts)
            Comparison.AssertSameBits(name, instance.RunOn(variant), expected);
    }
}
