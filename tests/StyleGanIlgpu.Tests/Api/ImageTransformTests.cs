using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Api;

public sealed class ImageTransformTests
{
    [Theory]
    [InlineData("sg3_t64.npz")]
    [InlineData("sg3_r64.npz")]
    [InlineData("sg3_t_cond32.npz")]
    public void The_inverse_is_that_of_the_official_script(string file)
    {
        var golden = GoldenFolder.Npz(file);
        var arguments = golden["transform_args"].Doubles;
        var expected = golden["transform_inv"].Doubles;
        var matrix = new float[9];
        for (var i = 0; i < arguments.Length / 3; i++)
        {
            new ImageTransform(arguments[3 * i], arguments[3 * i + 1], arguments[3 * i + 2]).WriteInverse(matrix);
            Comparison.AssertWithin<float, double>($"{file} {i}", 1e-7, matrix, expected.AsSpan(9 * i, 9));
        }
    }
}
