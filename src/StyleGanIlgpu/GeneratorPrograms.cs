using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu;

/// <summary>The programs of one generator, compiled when first asked for: one per batch size and form of the request.</summary>
internal sealed class GeneratorPrograms(GeneratorNetwork network, Engine engine, int maxSessions) : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<MappingProgram>> mappings = new();
    private readonly ConcurrentDictionary<SynthesisForm, Lazy<SynthesisProgram>> syntheses = new();

    public MappingProgram Mapping(int batch) =>
        mappings.TryGetValue(batch, out var program) ? program.Value : Add(mappings, batch, CompileMapping);

    public SynthesisProgram Synthesis(SynthesisForm form) =>
        syntheses.TryGetValue(form, out var program) ? program.Value : Add(syntheses, form, CompileSynthesis);

    public void Dispose()
    {
        foreach (var program in mappings.Values.Where(program => program.IsValueCreated))
            program.Value.Sessions.Dispose();
        foreach (var program in syntheses.Values.Where(program => program.IsValueCreated))
            program.Value.Sessions.Dispose();
    }

    /// <summary>A program that couldn't be compiled is tried anew by the next who asks: there may be memory again.</summary>
    private static TProgram Add<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TProgram>(
        ConcurrentDictionary<TKey, Lazy<TProgram>> programs, TKey key, Func<TKey, TProgram> compile)
        where TKey : notnull
    {
        var program = programs.GetOrAdd(key, k => new(() => compile(k)));
        try
        {
            return program.Value;
        }
        catch
        {
            programs.TryRemove(new(key, program));
            throw;
        }
    }

    private MappingProgram CompileMapping(int batch)
    {
        var plan = new PlanBuilder(batch);
        var z = plan.Input("z", network.Config.ZDim);
        TensorId? label = network.Config.CDim > 0 ? plan.Input("c", network.Config.CDim) : null;
        var psi = plan.Input("psi", network.NumWs);
        var ws = network.Mapping.Emit(plan, z, label, psi);
        plan.Keep(ws);
        return new MappingProgram(Pool(plan), z, label, psi, ws);
    }

    private SynthesisProgram CompileSynthesis(SynthesisForm form)
    {
        var plan = new PlanBuilder(form.Batch);
        var ws = plan.Input("ws", network.NumWs * network.Config.WDim);
        TensorId? transform = network.TakesTransform ? plan.Input("transform", 9) : null;
        var image = network.Synthesize(plan, ws, transform, form.Noise);
        if (form.Bytes is { } rule)
        {
            var pixels = plan.Pixels("pixels", network.Config.ImgChannels, network.ImageHeight, network.ImageWidth);
            plan.Add(new ToRgb8(image, pixels, rule));
            image = pixels;
        }
        plan.Keep(image);
        return new SynthesisProgram(Pool(plan), ws, transform, image);
    }

    private SessionPool Pool(PlanBuilder plan) => new(engine.Compile(plan.Build()), maxSessions);
}

/// <summary>What a synthesis program is compiled for; Bytes is null where the picture is wanted as floats.</summary>
internal readonly record struct SynthesisForm(int Batch, NoiseMode Noise, ByteRule? Bytes);

/// <summary>z, class and psi -> ws.</summary>
internal sealed record MappingProgram(SessionPool Sessions, TensorId Z, TensorId? Label, TensorId Psi, TensorId Ws);

/// <summary>ws and transform -> picture, as floats or bytes.</summary>
internal sealed record SynthesisProgram(SessionPool Sessions, TensorId Ws, TensorId? Transform, TensorId Image);
