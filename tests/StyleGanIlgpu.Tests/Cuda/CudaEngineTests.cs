using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

public class CudaEngineTests
{
    [Theory]
    [InlineData(75)]
    [InlineData(80)]
    [InlineData(90)]
    public void A_run_misuses_nothing_and_leaves_nothing_behind(int architecture)
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), architecture);
        using (var engine = CudaChoice.Create(CudaStart.Of(driver), null))
        {
            var plan = Constant();
            var program = engine.Compile(plan);
            using var first = program.CreateSession();
            using var second = program.CreateSession();
            foreach (var session in (Backends.EngineSession[])[first, second, first])
            {
                session.Run(5, CancellationToken.None);
                session.Read(plan.Outputs[0], new float[plan[plan.Outputs[0]].Shape.Length]);
            }
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    private static Plan Constant()
    {
        var builder = new PlanBuilder(2);
        var output = builder.Maps("output", 5, 3, 2);
        builder.Add(new ConstantInput(output, new Parameter("constant", [5, 3, 2], new float[30])));
        builder.Keep(output);
        return builder.Build();
    }
}
