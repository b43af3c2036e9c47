using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu;

/// <summary>The plans of what a generator is asked for.</summary>
internal sealed class GeneratorPlans(GeneratorNetwork network)
{
    public MappingPlan Mapping(int batch)
    {
        var plan = new PlanBuilder(batch);
        var (latents, ws) = Map(plan);
        plan.Keep(ws);
        return new MappingPlan(plan.Build(), latents, ws);
    }

    public SynthesisPlan Synthesis(SynthesisForm form)
    {
        var plan = new PlanBuilder(form.Batch);
        var ws = plan.Input("ws", network.NumWs * network.Config.WDim);
        var (transform, image) = Synthesize(plan, ws, form);
        return new SynthesisPlan(plan.Build(), ws, transform, image);
    }

    public PicturePlan Picture(SynthesisForm form)
    {
        var plan = new PlanBuilder(form.Batch);
        var (latents, ws) = Map(plan);
        var (transform, image) = Synthesize(plan, ws, form);
        return new PicturePlan(plan.Build(), latents, transform, image);
    }

    /// <summary>The default form of pictures: bytes, with the stored noise where there is any.</summary>
    public PicturePlan Picture(int batch) =>
        Picture(new SynthesisForm(batch, network.TakesNoise ? NoiseMode.Const : NoiseMode.None, ByteRule.StyleGan));

    private (LatentInputs Latents, TensorId Ws) Map(PlanBuilder plan)
    {
        var z = plan.Input("z", network.Config.ZDim);
        TensorId? label = network.Config.CDim > 0 ? plan.Input("c", network.Config.CDim) : null;
        var psi = plan.Input("psi", network.NumWs);
        return (new LatentInputs(z, label, psi), network.Mapping.Emit(plan, z, label, psi));
    }

    private (TensorId? Transform, TensorId Image) Synthesize(PlanBuilder plan, TensorId ws, SynthesisForm form)
    {
        TensorId? transform = network.TakesTransform ? plan.Input("transform", 9) : null;
        var image = network.Synthesize(plan, ws, transform, form.Noise);
        if (form.Bytes is { } rule)
        {
            var pixels = plan.Pixels("pixels", network.Config.ImgChannels, network.ImageHeight, network.ImageWidth);
            plan.Add(new ToRgb8(image, pixels, rule));
            image = pixels;
        }
        plan.Keep(image);
        return (transform, image);
    }
}

/// <summary>What a synthesis is planned for; Bytes is null where the picture is wanted as floats.</summary>
internal readonly record struct SynthesisForm(int Batch, NoiseMode Noise, ByteRule? Bytes);

/// <summary>What the mapping reads: z [N, z_dim], one-hot classes of conditional networks, psi of every row.</summary>
internal readonly record struct LatentInputs(TensorId Z, TensorId? Label, TensorId Psi);

/// <summary>Latents -> ws.</summary>
internal sealed record MappingPlan(Plan Plan, LatentInputs Latents, TensorId Ws);

/// <summary>ws and transform -> picture, as floats or bytes.</summary>
internal sealed record SynthesisPlan(Plan Plan, TensorId Ws, TensorId? Transform, TensorId Image);

/// <summary>Latents and transform -> picture: mapping and synthesis in one run, so that ws never leave the device.</summary>
internal sealed record PicturePlan(Plan Plan, LatentInputs Latents, TensorId? Transform, TensorId Image);
