using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Models;

/// <summary>A checkpoint whose tensors don't make the network that it says it is: one message that names the tensor.</summary>
public sealed class BindingTests
{
    [Theory]
    [InlineData("sg2_skip64.pkl", "mapping.fc7.weight")]
    [InlineData("sg2_skip64.pkl", "mapping.fc3.bias")]
    [InlineData("sg2_skip64.pkl", "synthesis.b16.conv0.noise_const")]
    [InlineData("sg2_ada_cond32.pkl", "synthesis.b8.skip.weight")]
    [InlineData("sg3_t64.pkl", "mapping.fc1.weight")]
    [InlineData("sg3_t64.pkl", "synthesis.input.freqs")]
    [InlineData("sg3_r64.pkl", "synthesis.L3_36_40.magnitude_ema")]
    public void A_missing_tensor_is_named(string file, string name)
    {
        var message = BindWith(file, tensors => tensors.Remove(name));
        Assert.Contains($"'{name}' is missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sg2_skip64.pkl", "synthesis.b8.conv1.weight", float.NaN)]
    [InlineData("sg3_t64.pkl", "synthesis.input.phases", float.PositiveInfinity)]
    public void A_number_that_is_none_is_named(string file, string name, float value)
    {
        var message = BindWith(file, tensors => Change(tensors, name, values => values[^1] = value));
        Assert.Contains($"'{name}' holds", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_magnitude_of_zero_is_named()
    {
        var message = BindWith("sg3_r64.pkl", tensors => Change(tensors, "synthesis.L3_36_40.magnitude_ema", values => values[0] = 0));
        Assert.Contains("'synthesis.L3_36_40.magnitude_ema' is 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beyond_any_use_are_refused_before_they_are_made()
    {
        var message = BindWith("sg2_orig32.pkl", tensors =>
        {
            var old = tensors["synthesis.b4.const"];
            tensors[old.Name] = new Parameter(old.Name, [old.Shape[0], 1, 150_000], new float[old.Shape[0] * 150_000]);
        });
        Assert.Contains("150000 x 1", message, StringComparison.Ordinal);
    }

    private static void Change(Dictionary<string, Parameter> tensors, string name, Action<float[]> change)
    {
        var values = tensors[name].Span.ToArray();
        change(values);
        tensors[name] = new Parameter(name, tensors[name].Shape, values);
    }

    private static string BindWith(string file, Action<Dictionary<string, Parameter>> change)
    {
        using var intact = CheckpointReader.Open(GoldenFolder.PathOf(file), null);
        GeneratorNetwork.Bind(intact);
        var tensors = intact.Parameters.All.ToDictionary(parameter => parameter.Name);
        change(tensors);
        var table = new ParameterTable("test", tensors);
        using var changed = new Checkpoint("test", intact.Format, intact.Config, table, intact.Metadata);
        return Assert.Throws<ModelFormatException>(() => GeneratorNetwork.Bind(changed)).Message;
    }
}
