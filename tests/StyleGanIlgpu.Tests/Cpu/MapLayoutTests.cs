using CsCheck;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Cpu;

public class MapLayoutTests
{
    [Fact]
    public unsafe void Maps_come_back_as_they_went_in() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 35], Gen.Int[1, 6], Gen.Int[1, 6]).Sample((batch, channels, height, width) =>
        {
            var shape = new TensorShape(batch, channels, height, width);
            var values = new float[shape.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = i + 1;
            using var block = new NativeBlock(NativeAllocator.Heap, batch * CpuLayout.SampleFloats(shape) * sizeof(float));
            var blocked = (float*)block.Pointer;
            MapLayout.Pack(shape, values, blocked);
            var back = new float[values.Length];
            MapLayout.Unpack(shape, blocked, back);

            Assert.Equal(values, back);
            var lanes = SimdLevel.Lanes;
            // The definition of the layout, element by element; the last sample's last pixel stands for all.
            var (c, lane) = ((channels - 1) / lanes, (channels - 1) % lanes);
            var last = (batch - 1) * CpuLayout.SampleFloats(shape) + ((c * height + height - 1) * width + width - 1) * lanes + lane;
            Assert.Equal(values[^1], blocked[last]);
            Assert.True(lane == lanes - 1 || blocked[last + 1] == 0);
        });
}
