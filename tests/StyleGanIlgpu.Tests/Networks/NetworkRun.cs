using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Cuda;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Runs a network's plans on any engine, in all the digits that the engine has.</summary>
internal sealed class NetworkRun(Engine engine, GeneratorNetwork network)
{
    /// <summary>z [N, z_dim] -> ws [N, num_ws * w_dim]; psi acts on the first rows up to the cutoff.</summary>
    public double[] Map(double[] z, double[]? labels, double psi, int? cutoff = null)
    {
        var plan = new PlanBuilder(z.Length / network.Config.ZDim);
        var inputs = new Dictionary<TensorId, double[]> { [plan.Input("z", network.Config.ZDim)] = z };
        TensorId? label = null;
        if (network.Config.CDim > 0)
            inputs.Add((label = plan.Input("c", network.Config.CDim)).Value, labels!);
        var psis = plan.Input("psi", network.NumWs);
        inputs.Add(psis, [.. Enumerable.Range(0, plan.Batch * network.NumWs).Select(i => i % network.NumWs < (cutoff ?? network.NumWs) ? psi : 1)]);
        var ws = network.Mapping.Emit(plan, inputs.Keys.First(), label, psis);
        plan.Keep(ws);
        return Run(plan, inputs).Read(ws);
    }

    /// <summary>ws [N, num_ws * w_dim] -> pictures, and the tensors of the plan that are asked for by name.</summary>
    public Pictures Synthesize(
        double[] ws, NoiseMode noise = NoiseMode.Const, double[]? transform = null, ulong noiseSeed = 0, params string[] taps)
    {
        var plan = new PlanBuilder(ws.Length / (network.NumWs * network.Config.WDim), taps.ToHashSet());
        var inputs = new Dictionary<TensorId, double[]> { [plan.Input("ws", network.NumWs * network.Config.WDim)] = ws };
        TensorId? placement = null;
        if (network.TakesTransform)
            inputs.Add((placement = plan.Input("transform", 9)).Value, Repeated(transform ?? StoredTransform(), plan.Batch));
        var image = network.Synthesize(plan, inputs.Keys.First(), placement, noise);
        plan.Keep(image);
        var pixels = plan.Pixels("pixels", network.Config.ImgChannels, network.ImageHeight, network.ImageWidth);
        plan.Add(new ToRgb8(image, pixels, ByteRule.StyleGan));
        plan.Keep(pixels);
        var outputs = Run(plan, inputs, noiseSeed);
        return new Pictures(
            outputs.Read(image), outputs.Pixels(pixels), taps.ToDictionary(tap => tap, tap => outputs.Read(outputs.Plan.Find(tap))));
    }

    /// <summary>The synthesis of one picture, compiled but not run: its plan names all tensors.</summary>
    /// <exception cref="NotSupportedException">The engine lacks something.</exception>
    public Plan Compile()
    {
        var builder = new PlanBuilder(1);
        var ws = builder.Input("ws", network.NumWs * network.Config.WDim);
        network.Synthesize(builder, ws, network.TakesTransform ? builder.Input("transform", 9) : null, NoiseMode.Const);
        return engine.Compile(builder.Build()).Plan;
    }

    private double[] StoredTransform()
    {
        var matrix = new float[9];
        network.WriteStoredTransform(matrix);
        return Array.ConvertAll(matrix, value => (double)value);
    }

    private static double[] Repeated(double[] sample, int batch) => [.. Enumerable.Range(0, batch).SelectMany(_ => sample)];

    private Outputs Run(PlanBuilder builder, Dictionary<TensorId, double[]> inputs, ulong noiseSeed = 0)
    {
        var plan = builder.Build();
        var session = engine.Compile(plan).CreateSession().Apart();
        foreach (var (input, values) in inputs)
        {
            if (session is ReferenceSession reference)
                reference.WriteDouble(input, values);
            else
                session.Write(input, Array.ConvertAll(values, value => (float)value));
        }
        session.Run(noiseSeed, CancellationToken.None);
        return new Outputs(plan, session);
    }

    private sealed record Outputs(Plan Plan, EngineSession Session)
    {
        public double[] Read(TensorId tensor)
        {
            if (Session is ReferenceSession reference)
                return reference.ReadDouble(tensor);
            var values = new float[Plan[tensor].Shape.Length];
            Session.Read(tensor, values);
            return Array.ConvertAll(values, value => (double)value);
        }

        public byte[] Pixels(TensorId tensor)
        {
            var pixels = new byte[Plan[tensor].Shape.Length];
            Session.Read(tensor, pixels);
            return pixels;
        }
    }
}

/// <summary>What a synthesis gives: values NCHW, bytes NHWC, and maps by name.</summary>
internal sealed record Pictures(double[] Values, byte[] Pixels, IReadOnlyDictionary<string, double[]> Maps);
