using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu;

/// <summary>The programs of one generator, compiled when first asked for: one per batch size and form of the request.</summary>
internal sealed class GeneratorPrograms(GeneratorNetwork network, Engine engine, int maxSessions) : IDisposable
{
    private readonly GeneratorPlans plans = new(network);
    private readonly ConcurrentDictionary<int, Lazy<MappingProgram>> mappings = new();
    private readonly ConcurrentDictionary<SynthesisForm, Lazy<SynthesisProgram>> syntheses = new();
    private readonly ConcurrentDictionary<SynthesisForm, Lazy<PictureProgram>> pictures = new();

    public MappingProgram Mapping(int batch) =>
        mappings.TryGetValue(batch, out var program) ? program.Value : Add(mappings, batch, CompileMapping);

    public SynthesisProgram Synthesis(SynthesisForm form) =>
        syntheses.TryGetValue(form, out var program) ? program.Value : Add(syntheses, form, CompileSynthesis);

    public PictureProgram Picture(SynthesisForm form) =>
        pictures.TryGetValue(form, out var program) ? program.Value : Add(pictures, form, CompilePicture);

    /// <summary>Compiles the program of a picture, and takes the memory of one run for a moment.</summary>
    public void Prove(SynthesisForm form)
    {
        using var session = Picture(form).Sessions.Program.CreateSession();
    }

    public void Dispose()
    {
        foreach (var pool in Pools())
            pool.Dispose();
    }

    private IEnumerable<SessionPool> Pools() =>
    [
        .. mappings.Values.Where(program => program.IsValueCreated).Select(program => program.Value.Sessions),
        .. syntheses.Values.Where(program => program.IsValueCreated).Select(program => program.Value.Sessions),
        .. pictures.Values.Where(program => program.IsValueCreated).Select(program => program.Value.Sessions),
    ];

    /// <summary>Gives back the memory of runs that aren't under way: another form of request wants it.</summary>
    private bool ReleaseIdle()
    {
        var any = false;
        foreach (var pool in Pools())
            any |= pool.ReleaseIdle();
        return any;
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
        var (plan, latents, ws) = plans.Mapping(batch);
        return new MappingProgram(Pool(plan), latents, ws);
    }

    private SynthesisProgram CompileSynthesis(SynthesisForm form)
    {
        var (plan, ws, transform, image) = plans.Synthesis(form);
        return new SynthesisProgram(Pool(plan), ws, transform, image);
    }

    private PictureProgram CompilePicture(SynthesisForm form)
    {
        var (plan, latents, transform, image) = plans.Picture(form);
        return new PictureProgram(Pool(plan), latents, transform, image);
    }

    private SessionPool Pool(Plan plan) => new(Compile(plan), maxSessions, ReleaseIdle);

    private EngineProgram Compile(Plan plan)
    {
        try
        {
            return engine.Compile(plan);
        }
        catch (OutOfDeviceMemoryException)
        {
            if (!ReleaseIdle())
                throw;
            return engine.Compile(plan);
        }
    }
}

/// <summary>Latents -> ws.</summary>
internal sealed record MappingProgram(SessionPool Sessions, LatentInputs Latents, TensorId Ws);

/// <summary>ws and transform -> picture, as floats or bytes.</summary>
internal sealed record SynthesisProgram(SessionPool Sessions, TensorId Ws, TensorId? Transform, TensorId Image);

/// <summary>Latents and transform -> picture: mapping and synthesis in one run, so that ws never leave the device.</summary>
internal sealed record PictureProgram(SessionPool Sessions, LatentInputs Latents, TensorId? Transform, TensorId Image);
