using System.Runtime.InteropServices;
using System.Text;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// A compiled case on the emulator without an engine around it: every tensor, temporary and weight is an allocation of its own, so that a kernel
/// that leaves one is caught. For what an engine doesn't choose by itself.
/// </summary>
internal sealed class DirectLaunches : CudaMemory, IDisposable
{
    /// <summary>Translating a kernel takes longer than running it on a small shape, so one device keeps them, for one test at a time.</summary>
    private static readonly Dictionary<(string Name, int Architecture), EmulatedKernel> Loaded = [];

    private static readonly EmulatedDevice Device = new();

    private readonly List<ulong> allocations = [];
    private readonly List<(string Kernel, LaunchReport Report)> reports = [];
    private readonly OpCaseInstance instance;
    private readonly CudaCompilation compilation;
    private readonly ulong[] tensors;
    private readonly ulong[] temporaries;
    private readonly ulong[] weights;
    private readonly ulong[] constants;

    /// <param name="instance">The case.</param>
    /// <param name="convolution">The variant of the convolution's kernel.</param>
    /// <param name="architecture">Of the PTX.</param>
    /// <param name="precision">What is computed in; of float16, those maps that a case allows it.</param>
    /// <param name="slices">Of the convolution's sum on tensor cores; by the shape where null.</param>
    public DirectLaunches(OpCaseInstance instance, string convolution, int architecture = 75, Precision precision = Precision.Fp16, int? slices = null)
    {
        this.instance = instance;
        compilation = new CudaCompilation(instance.Plan, precision) { Architecture = architecture, ConvolutionKernel = convolution, ConvolutionSlices = slices };
        compilation.Run();
        tensors = [.. instance.Plan.Tensors.Select(tensor => Allocate(CudaLayout.Bytes(tensor, compilation.Storage(tensor.Id))))];
        temporaries = [.. compilation.Temporaries.Select(temporary => Allocate(temporary.Bytes))];
        weights = [.. compilation.Preparations.Select(Prepare)];
        constants = [.. compilation.Constants.Select(bytes => Copy(bytes, bytes.Length))];
        RunOptions = new DeviceView<int>(Copy(BitConverter.GetBytes(OpCaseInstance.NoiseSeed), sizeof(ulong)), 2);
        foreach (var (input, values) in instance.Inputs)
            Write(instance.Plan[input], values);
    }

    public override DeviceView<int> RunOptions { get; }

    public IEnumerable<string> Kernels => compilation.Launches.Select(launch => launch.Launch.Kernel);

    /// <summary>What was counted of the launches of one kernel that were run.</summary>
    public LaunchReport Report(string kernel) => reports.Where(launch => launch.Kernel == kernel).Aggregate(LaunchReport.Empty, (sum, launch) => sum + launch.Report);

    /// <summary>Runs all launches; the output as <see cref="OpCaseInstance.RunOn"/> gives it.</summary>
    public float[] Run()
    {
        foreach (var (launch, bind, _) in compilation.Launches)
        {
            if (!Loaded.TryGetValue((launch.Kernel, compilation.Architecture), out var kernel))
            {
                var ptx = Encoding.ASCII.GetString(KernelPtx.Read(compilation.Architecture, launch.Kernel)).TrimEnd('\0');
                Loaded.Add((launch.Kernel, compilation.Architecture), kernel = Device.Load(ptx).Kernel(launch.Kernel));
            }
            kernel.MaxDynamicSharedBytes = Math.Max(launch.SharedBytes, kernel.MaxDynamicSharedBytes);
            reports.Add((launch.Kernel, kernel.Launch(Size(launch.Grid), Size(launch.Group), launch.SharedBytes, bind(this))));
        }
        var result = new float[instance.Plan[instance.Output].Shape.Length];
        Device.Read(temporaries[compilation.Outputs.Single().Planes!.Value.Index], MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }

    public override DeviceView<float> Rows(TensorId tensor) => new(tensors[tensor.Index], instance.Plan[tensor].Shape.Length);

    public override DeviceView<Float4> Maps(TensorId tensor) => new(tensors[tensor.Index], CudaLayout.Bytes(instance.Plan[tensor], compilation.Storage(tensor)) / (Float4.Length * sizeof(float)));

    public override DeviceView<byte> Pixels(TensorId tensor) => new(tensors[tensor.Index], instance.Plan[tensor].Shape.Length);

    public override DeviceView<T> Weights<T>(WeightHandle handle) =>
        new(weights[handle.Index], (long)compilation.Preparations[handle.Index].Length * sizeof(float) / Marshal.SizeOf<T>());

    public override DeviceView<T> Constant<T>(ConstantHandle constant) =>
        new(constants[constant.Index], compilation.Constants[constant.Index].Length / Marshal.SizeOf<T>());

    public override DeviceView<T> Temporary<T>(TemporaryHandle temporary) =>
        new(temporaries[temporary.Index], compilation.Temporaries[temporary.Index].Bytes / Marshal.SizeOf<T>());

    public void Dispose()
    {
        foreach (var address in allocations)
            Device.Free(address);
    }

    private static Dim3 Size(Extent extent) => new(extent.X, extent.Y, extent.Z);

    private ulong Prepare(CudaPreparation preparation)
    {
        var prepared = new float[preparation.Length];
        preparation.Prepare(preparation.Parameter.Values.Span, prepared);
        return Copy(MemoryMarshal.AsBytes(prepared.AsSpan()), prepared.Length * sizeof(float));
    }

    private ulong Copy(ReadOnlySpan<byte> bytes, long length)
    {
        var address = Allocate(length);
        Device.Write(address, bytes);
        return address;
    }

    private ulong Allocate(long bytes)
    {
        var address = Device.Allocate(bytes);
        allocations.Add(address);
        return address;
    }

    private void Write(PlanTensor tensor, float[] values)
    {
        var packed = values;
        if (tensor.Kind == TensorKind.Maps)
        {
            var shape = tensor.Shape;
            packed = new float[CudaLayout.InputBytes(tensor) / sizeof(float)];
            for (var n = 0; n < shape.Batch; n++)
            {
                var stride = packed.Length / shape.Batch;
                ChannelsLast.Pack(values.AsSpan(n * shape.SampleLength, shape.SampleLength), packed.AsSpan(n * stride, stride), shape.Channels, shape.Height * shape.Width);
            }
        }
        Device.Write(tensors[tensor.Id.Index], MemoryMarshal.AsBytes(packed.AsSpan()));
    }
}
