using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Every call of the driver fails once.</summary>
public class CudaFailureTests
{
    /// <summary>What a call answers, and whether the device is lost with it.</summary>
    public static TheoryData<int, bool> Failures => new()
    {
        { (int)CudaResult.LaunchFailed, true },
        { (int)CudaResult.Unknown, false },
        { (int)CudaResult.OutOfMemory, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_one_documented_exception_and_leaves_nothing_behind(int failure, bool staysLost)
    {
        var outcomes = new HashSet<string>();
        EmulatedCudaDriver driver;
        var n = 0;
        do
        {
            driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = n, Failure = (CudaResult)failure, StaysLost = staysLost };
            var outcome = Attempt(driver);
            outcomes.Add(outcome);
            var call = n < driver.Calls.Count ? driver.Calls[n] : "none";
            Assert.True(driver.Misuses.Count == 0, $"call {n} ({call}) failed, then: {string.Join("; ", driver.Misuses)}");
            Assert.True(driver.Leaks.Count == 0, $"call {n} ({call}) failed ({outcome}), and left {string.Join(", ", driver.Leaks)}");
            n++;
        }
        while (n <= driver.Calls.Count);
        Assert.True(n > 60, $"{n} calls");
        // A context that can't be entered is lost whatever the answer.
        var expected = new HashSet<string> { nameof(DeviceUnavailableException), nameof(DeviceLostException), "done" };
        if (failure == (int)CudaResult.OutOfMemory)
            expected.Add(nameof(OutOfDeviceMemoryException));
        Assert.Equal(expected, outcomes);
    }

    /// <summary>Engine, program, session, two runs; everything disposed. The name of the exception that came of it.</summary>
    private static string Attempt(EmulatedCudaDriver driver)
    {
        try
        {
            using var engine = CudaChoice.Create(CudaStart.Of(driver) with { LoadThreads = 1 }, null);
            try
            {
                return Run(engine);
            }
            catch (DeviceLostException lost)
            {
                var again = Assert.Throws<DeviceLostException>(() => Run(engine));
                Assert.Contains(lost.Message, again.Message, StringComparison.Ordinal);
                Assert.Contains("can't be used any more", again.Message, StringComparison.Ordinal);
                return nameof(DeviceLostException);
            }
            catch (OutOfDeviceMemoryException)
            {
                Assert.Equal("done", Run(engine));
                return nameof(OutOfDeviceMemoryException);
            }
        }
        catch (DeviceUnavailableException)
        {
            return nameof(DeviceUnavailableException);
        }
    }

    private static string Run(CudaEngine engine)
    {
        var plan = FilteredConstant();
        using var session = engine.Compile(plan).CreateSession();
        session.Write(plan.Find("input"), new float[30]);
        for (var run = 0; run < 2; run++)
        {
            session.Run(0, CancellationToken.None);
            foreach (var output in plan.Outputs)
                session.Read(output, new float[plan[output].Shape.Length]);
        }
        return "done";
    }

    private static Plan FilteredConstant()
    {
        var builder = new PlanBuilder(1);
        var filtered = builder.Maps("filtered", 5, 3, 2);
        builder.Add(new UpFirDn(builder.InputMaps("input", 5, 3, 2), filtered, null, 1, 1, 1, 1, default));
        var constant = builder.Maps("constant", 5, 3, 2);
        builder.Add(new ConstantInput(constant, new Parameter("constant", [5, 3, 2], new float[30])));
        builder.Keep(filtered);
        builder.Keep(constant);
        return builder.Build();
    }
}
