using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>The picture of a seed that an engine makes of a network without classes, from latents to bytes in one run.</summary>
/// <param name="Values">[channels, height, width], before any clamping.</param>
/// <param name="Pixels">[height, width, channels].</param>
internal sealed record NetworkPicture(double[] Values, byte[] Pixels)
{
    public static NetworkPicture Make(GeneratorNetwork network, Engine engine, long seed = 0)
    {
        var config = network.Config;
        var plan = new PlanBuilder(1);
        var z = plan.Input("z", config.ZDim);
        var psi = plan.Input("psi", network.NumWs);
        TensorId? transform = network.TakesTransform ? plan.Input("transform", 9) : null;
        var ws = network.Mapping.Emit(plan, z, null, psi);
        var image = network.Synthesize(plan, ws, transform, network.TakesNoise ? NoiseMode.Const : NoiseMode.None);
        plan.Keep(image);
        var pixels = plan.Pixels("pixels", config.ImgChannels, network.ImageHeight, network.ImageWidth);
        plan.Add(new ToRgb8(image, pixels, ByteRule.StyleGan));
        plan.Keep(pixels);

        using var session = engine.Compile(plan.Build()).CreateSession();
        session.Write(z, Latent.FromSeed(seed, config.ZDim));
        session.Write(psi, [.. Enumerable.Repeat(1f, network.NumWs)]);
        if (transform is { } placement)
        {
            var matrix = new float[9];
            network.WriteStoredTransform(matrix);
            session.Write(placement, matrix);
        }
        session.Run(0, CancellationToken.None);
        var bytes = new byte[config.ImgChannels * network.ImageHeight * network.ImageWidth];
        session.Read(pixels, bytes);
        return new NetworkPicture(Read(session, image, bytes.Length), bytes);
    }

    /// <summary>With every digit that the engine has.</summary>
    private static double[] Read(EngineSession session, TensorId image, int length)
    {
        if (session is ReferenceSession reference)
            return reference.ReadDouble(image);
        var values = new float[length];
        session.Read(image, values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
