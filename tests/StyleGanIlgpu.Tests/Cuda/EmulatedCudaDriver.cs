using System.Runtime.CompilerServices;
using System.Text;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// A driver that checks what it is asked: arguments, lifetimes, contexts, the limits of the architecture. What the API forbids, and what it
/// leaves undefined, is a misuse: it is remembered, and the call fails. Streams do their work as late as they may, when they are waited for.
/// It can fail at a call of choice.
/// </summary>
internal unsafe partial class EmulatedCudaDriver(EmulatedMachine machine, int architecture) : CudaDriver
{
    public EmulatedMachine Machine => machine;

    private const int DeviceNumber = 7;
    private const nint PrimaryContext = 0x1000;

    private readonly Lock gate = new();
    private readonly Dictionary<nint, EmulatedObject> objects = [];
    private readonly Dictionary<nint, EmulatedFunction> functions = [];
    private readonly List<string> misuses = [];
    private readonly Dictionary<int, Stack<nint>> current = [];
    private readonly Dictionary<nint, int> madeContexts = [];
    private nint nextHandle = 0x2000;
    private int retained;
    private bool initialised;

    /// <summary>Everything that was asked for and forbidden.</summary>
    public IReadOnlyList<string> Misuses => misuses;

    /// <summary>What hasn't been given back.</summary>
    public IReadOnlyList<string> Leaks =>
        [.. objects.Values.Select(made => made.Kind), .. Enumerable.Repeat("primary context", retained), .. current.Values.SelectMany(stack => stack.Select(_ => "current context"))];

    /// <summary>Bytes of device memory that are handed out.</summary>
    public long DeviceBytes => objects.Values.OfType<EmulatedDeviceBlock>().Sum(block => block.Bytes);

    public long MemoryBytes { get; init; } = 8L << 30;

    public int DeviceCount { get; init; } = 1;

    public string DeviceName { get; init; } = "Emulated GPU";

    /// <summary>Every call, by name, in order.</summary>
    public List<string> Calls { get; } = [];

    public override string Library => "emulated";

    public override string? GetErrorName(CudaResult result)
    {
        lock (gate)
            return result is CudaResult.InvalidValue or CudaResult.LaunchFailed && misuses.Count > 0 ? misuses[^1] : $"CUDA_ERROR_{result}";
    }

    public override CudaResult Init(uint flags) => Call(() =>
    {
        Require(flags == 0, "flags are 0");
        initialised = true;
    });

    public override CudaResult DriverGetVersion(out int version) => Call(out version, () => 12080);

    public override CudaResult DeviceGetCount(out int count) => Call(out count, () => DeviceCount);

    public override CudaResult DeviceGet(out int device, int ordinal) => Call(out device, () =>
    {
        Require(ordinal >= 0 && ordinal < DeviceCount, $"device {ordinal} exists");
        return DeviceNumber + ordinal;
    });

    public override CudaResult DeviceGetName(byte* name, int length, int device) => Call(() =>
    {
        RequireDevice(device);
        var text = Encoding.UTF8.GetBytes(DeviceName + '\0');
        Require(text.Length <= length, "the name fits");
        text.CopyTo(new Span<byte>(name, length));
    });

    public override CudaResult DeviceTotalMem(out nuint bytes, int device) => Call(out bytes, () =>
    {
        RequireDevice(device);
        return (nuint)MemoryBytes;
    });

    public override CudaResult DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device) => Call(out value, () =>
    {
        RequireDevice(device);
        return attribute switch
        {
            CudaDeviceAttribute.ComputeCapabilityMajor => architecture / 10,
            CudaDeviceAttribute.ComputeCapabilityMinor => architecture % 10,
            CudaDeviceAttribute.MaxSharedMemoryPerBlockOptin => Limits.SharedBytes(architecture),
            CudaDeviceAttribute.MultiprocessorCount => 40,
            _ => throw new DriverMisuse($"attribute {attribute} is known"),
        };
    });

    public override CudaResult DevicePrimaryCtxRetain(out nint context, int device) => Call(out context, () =>
    {
        RequireDevice(device);
        retained++;
        return PrimaryContext;
    });

    public override CudaResult DevicePrimaryCtxRelease(int device) => Release(() =>
    {
        RequireDevice(device);
        Require(retained > 0, "the primary context is retained");
        retained--;
        if (retained == 0)
            Require(objects.Count == 0, $"nothing is left in the context, which still has {string.Join(", ", objects.Values.Select(made => made.Kind).Distinct())}");
    });

    public override CudaResult CtxPushCurrent(nint context) => Call(() =>
    {
        Require((context == PrimaryContext && retained > 0) || madeContexts.ContainsKey(context), "the context lives");
        Current.Push(context);
    });

    public override CudaResult CtxPopCurrent(out nint context)
    {
        nint popped = 0;
        var result = Release(() =>
        {
            Require(Current.Count > 0, "a context is current");
            popped = Current.Pop();
        });
        context = popped;
        return result;
    }

    public override CudaResult CtxGetDevice(out int device) => Call(out device, () =>
    {
        return madeContexts.TryGetValue(RequireContext(), out var made) ? made : DeviceNumber;
    });

    /// <summary>Lets other threads call the driver while a kernel is at work; to be called by the kernel.</summary>
    public T WithoutMe<T>(Func<T> meanwhile)
    {
        gate.Exit();
        try
        {
            return meanwhile();
        }
        finally
        {
            gate.Enter();
        }
    }

    /// <summary>A context that the caller of the library holds.</summary>
    public nint MakeContext(int device)
    {
        lock (gate)
        {
            nextHandle += 0x10;
            madeContexts.Add(nextHandle, DeviceNumber + device);
            return nextHandle;
        }
    }

    /// <summary>The contexts of this thread.</summary>
    private Stack<nint> Current
    {
        get
        {
            if (!current.TryGetValue(Environment.CurrentManagedThreadId, out var stack))
                current.Add(Environment.CurrentManagedThreadId, stack = new Stack<nint>());
            return stack;
        }
    }

    private void RequireDevice(int device)
    {
        Require(initialised, "cuInit was called");
        Require(device >= DeviceNumber && device < DeviceNumber + DeviceCount, $"{device} is a device");
    }

    private nint RequireContext() => Current.TryPeek(out var context) ? context : throw new DriverMisuse("a context is current");

    private T Find<T>(nint handle)
        where T : EmulatedObject
    {
        Require(objects.TryGetValue(handle, out var found) && found is T, $"{handle:x} is a living {typeof(T).Name}");
        Require(found!.Context == RequireContext(), $"the {found.Kind} belongs to the current context");
        return (T)found;
    }

    private nint Add(EmulatedObject made)
    {
        nextHandle += 0x10;
        objects.Add(nextHandle, made);
        return nextHandle;
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
            throw new DriverMisuse(what);
    }

    private CudaResult Call<T>(out T value, Func<T> work, [CallerMemberName] string name = "")
        where T : unmanaged
    {
        T made = default;
        var result = Call(() => made = work(), name);
        value = made;
        return result;
    }

    private CudaResult Call(Action work, [CallerMemberName] string name = "")
    {
        lock (gate)
        {
            if (Fails(name) is { } failure)
                return failure;
            return Do(work, name);
        }
    }

    /// <summary>What <paramref name="fails"/> is told is the answer, and comes before the work.</summary>
    private CudaResult Release(Action work, Action<CudaResult> fails, [CallerMemberName] string name = "")
    {
        lock (gate)
        {
            var failure = Fails(name);
            if (failure is { } answer)
                fails(answer);
            var result = Do(work, name);
            return failure ?? result;
        }
    }

    /// <summary>A call that gives something back: it does so also where it answers with a fault, which is then that of earlier work.</summary>
    private CudaResult Release(Action work, [CallerMemberName] string name = "") => Release(work, _ => { }, name);

    private CudaResult Do(Action work, string name)
    {
        try
        {
            RequireNoCapture(name);
            work();
            return CudaResult.Success;
        }
        catch (DriverMisuse misuse)
        {
            misuses.Add($"{name} requires that {misuse.Message}");
            return CudaResult.InvalidValue;
        }
        catch (DriverAnswer answer)
        {
            return answer.Result;
        }
        catch (PtxFault fault)
        {
            // The context is of no use after a kernel's fault, as on a device. What else is thrown is a defect of the tests, and shows itself.
            misuses.Add(fault.Message);
            lost = CudaResult.LaunchFailed;
            return CudaResult.LaunchFailed;
        }
    }

    /// <summary>Something that the caller must not do.</summary>
    private sealed class DriverMisuse(string message) : Exception(message);

    /// <summary>An answer that isn't the caller's fault.</summary>
    private sealed class DriverAnswer(CudaResult result) : Exception
    {
        public CudaResult Result { get; } = result;
    }
}
