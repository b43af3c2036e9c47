using System.Text.Json;
using StyleGanIlgpu.Cli;
using StyleGanIlgpu.Cli.Commands;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

public class InfoTests
{
    [Fact]
    public void People_see_the_network_before_they_use_it()
    {
        var run = CommandRun.Of("info", GoldenFolder.PathOf("sg2_ada_cond32.pkl"));
        Assert.Equal((0, ""), (run.Status, run.Error));
        string[] facts = [.. run.OutLines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("file size 924.9 kB", facts);
        Assert.Contains("format PyTorch pickle, protocol 3", facts);
        Assert.Contains("family StyleGAN2, resnet", facts);
        Assert.Contains("picture 32 x 32, RGB", facts);
        Assert.Contains("classes 10: --class 0 to 9", facts);
        Assert.Contains("latents z 64, w 64, 8 rows of w", facts);
        Assert.Contains("| b8.conv0 | 1 | 32 | 32 | 8 x 8 | 3 | up 2 |", facts);
        Assert.Contains(facts, fact => fact.StartsWith("training_set_kwargs.class_name ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tf_sg1_32.pkl", "family StyleGAN1", "holds G (G_style), D (D_basic), Gs (G_style)", "truncation psi 0.7 of the first 8 rows unless told otherwise")]
    [InlineData("tf_sg2_32.pkl", "family StyleGAN2, skip", "format TensorFlow pickle, version 4, protocol 4", "holds G (G_main), D (")]
    [InlineData("sgxl_super32_c8.pkl", "family StyleGAN-XL", "classes 8: --class 0 to 7, else drawn from the seed", "holds G (SuperresGenerator), D (")]
    [InlineData("sg2_skip64.pkl", "family StyleGAN2, skip", "holds G (Generator), D (Discriminator), G_ema (Generator), augment_pipe (AugmentPipe)", "format PyTorch pickle")]
    [InlineData("ros32_train.pt", "format PyTorch archive, state dict of the rosinality program", "holds g (tensors), d (tensors), g_ema (tensors), g_optim (dict)", "w_avg estimated, since the file that the network came from lacks it")]
    public void What_a_file_of_any_program_is_and_holds(string file, params string[] expected)
    {
        var run = CommandRun.Of("info", GoldenFolder.PathOf(file));
        Assert.Equal((0, ""), (run.Status, run.Error));
        string[] facts = [.. run.OutLines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.All(expected, fact => Assert.Contains(facts, line => line.StartsWith(fact, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_is_that_of_the_library()
    {
        var rows = CommandRun.Of("info").OutLines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        using var model = ModelFile.OpenDefault();
        Assert.Equal(model.Info.Layers.Select(layer => layer.Name), rows.Select(row => row.Split('|')[1].Trim()));
        Assert.Equal(model.Info.Layers.Select(layer => $"{layer.InChannels} {layer.OutChannels}"), rows.Select(row => $"{row.Split('|')[3].Trim()} {row.Split('|')[4].Trim()}"));
    }

    [Fact]
    public void Programs_get_json()
    {
        var file = GoldenFolder.PathOf("sg3_t64.pkl");
        var run = CommandRun.Of("info", file, "--json");
        Assert.Equal((0, ""), (run.Status, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(file, json.RootElement.GetProperty("file").GetString());
        Assert.Equal(new FileInfo(file).Length, json.RootElement.GetProperty("fileBytes").GetInt64());
        var model = json.RootElement.GetProperty("model");
        Assert.Equal("StyleGAN3-T", model.GetProperty("family").GetString());
        Assert.Equal(64, model.GetProperty("imageWidth").GetInt32());
        Assert.Equal(0, model.GetProperty("classCount").GetInt32());
        Assert.Equal(16, model.GetProperty("layers").GetArrayLength());
        Assert.Equal("up 2, down 2", model.GetProperty("layers")[1].GetProperty("note").GetString());
        Assert.Equal(JsonValueKind.Object, model.GetProperty("metadata").ValueKind);
    }

    [Fact]
    public void What_pictures_take_of_a_GPU_is_told_with_or_without_one()
    {
        var file = GoldenFolder.PathOf("sg3_t64.pkl");
        var run = CommandRun.Of("info", file, "--device", "cuda:7", "--batch", "2");
        Assert.Equal((0, ""), (run.Status, run.Error));
        using var model = ModelFile.Open(file);
        var plan = model.PlanCuda(2);
        string[] facts = [.. run.OutLines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("pictures at once 2", facts);
        Assert.Contains("precision float32", facts);
        Assert.Contains($"weights {Quantities.Bytes(plan.WeightBytes)}, once", facts);
        Assert.Contains(facts, fact => fact.StartsWith($"peak {Quantities.Bytes(plan.PeakBytes)} with one form of request, and what the driver", StringComparison.Ordinal));
        Assert.Contains($"copied {Quantities.Bytes(plan.InputBytes)} to the GPU, 24.6 kB back", facts);
        Assert.Contains($"kernels {plan.Launches} launches of {plan.Kernels} kernels", facts);
        Assert.Contains(facts, fact => fact.StartsWith("cuda:7 not here (", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(CommandRun.Of("info", file, "--device", "cuda", "--json").Out);
        var gpu = json.RootElement.GetProperty("gpu");
        Assert.Equal("cuda", gpu.GetProperty("device").GetString());
        Assert.Equal("Float32", gpu.GetProperty("plan").GetProperty("precision").GetString());
        Assert.Equal(model.PlanCuda().PeakBytes, gpu.GetProperty("plan").GetProperty("peakBytes").GetInt64());
    }

    private const string TooOld = "compute capability 6.0 is too old: 7.5 is the oldest that works";

    /// <summary>The one that a generator on "cuda" takes.</summary>
    [Fact]
    public void The_first_GPU_that_can_be_used_is_told()
    {
        using var model = ModelFile.OpenDefault();
        var old = new CudaDeviceInfo(0, "NVIDIA P100", "6.0", 16_000_000_000) { Reason = TooOld };
        var cuda = new CudaInfo { Devices = [old, new(1, "NVIDIA T4", "7.5", 16_000_000_000)] };
        var facts = GpuFacts.Of("cuda", cuda, model, 1, Precision.Float32);
        Assert.Contains(("cuda", "NVIDIA T4, 16 GB"), facts.Facts());
        Assert.Equal(model.PlanCuda(computeCapability: "7.5"), facts.Plan);
        Assert.Contains(("cuda:0", $"NVIDIA P100, can't be used ({TooOld}); this is the plan"), GpuFacts.Of("cuda:0", cuda, model, 1, Precision.Float32).Facts());
        cuda = new CudaInfo { Devices = [old], Reason = $"NVIDIA P100: {TooOld}" };
        Assert.Contains(("cuda", $"NVIDIA P100, can't be used ({TooOld}); this is the plan"), GpuFacts.Of("cuda", cuda, model, 1, Precision.Float32).Facts());
    }

    [Fact]
    public void A_batch_that_the_kernels_do_not_reach_is_one_line_and_no_defect()
    {
        using var model = new ModelFile(RandomNetwork.Official["stylegan2-1024"](0));
        var cuda = new CudaInfo { Devices = [new(0, "NVIDIA T4", "7.5", 16_000_000_000)] };
        var fault = Assert.Throws<NotSupportedException>(() => GpuFacts.Of("cuda", cuda, model, 256, Precision.Float32));
        var (status, line) = (Failure.Of(fault).Status, Failure.Of(fault).Line);
        Assert.Equal(1, status);
        Assert.Contains("of which the kernels of the CUDA engine reach", line, StringComparison.Ordinal);
        Assert.Contains("--batch", line, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GPU_is_told_with_its_memory()
    {
        using var model = ModelFile.OpenDefault();
        var cuda = new CudaInfo
        {
            Devices = [new(0, "NVIDIA H100 80GB HBM3", "9.0", 85_000_000_000), new(1, "NVIDIA T4", "7.5", 16_000_000_000), new(2, "NVIDIA P100", "6.0", 16_000_000_000) { Reason = TooOld }],
        };
        GpuFacts Facts(string device, string? reason = null) => GpuFacts.Of(device, cuda with { Reason = reason }, model, 1, Precision.Float32);
        Assert.Contains(("cuda", "NVIDIA H100 80GB HBM3, 85 GB"), Facts("cuda").Facts());
        Assert.Contains(("cuda:1", "NVIDIA T4, 16 GB"), Facts("cuda:1").Facts());
        Assert.Equal((model.PlanCuda(), model.PlanCuda(computeCapability: "7.5")), (Facts("cuda").Plan, Facts("cuda:1").Plan));
        Assert.NotEqual(Facts("cuda").Plan, Facts("cuda:1").Plan);
        Assert.Contains(
            ("cuda:2", "NVIDIA P100, can't be used (compute capability 6.0 is too old: 7.5 is the oldest that works); this is the plan"), Facts("cuda:2").Facts());
        Assert.Contains(("cuda:3", "not here (there is no such device); this is the plan"), Facts("cuda:3").Facts());
        Assert.Contains(("cuda:1", "NVIDIA T4, can't be used (no power); this is the plan"), Facts("cuda:1", "no power").Facts());
    }

    [Fact]
    public void The_default_model_has_no_file()
    {
        using var json = JsonDocument.Parse(CommandRun.Of("info", "--json").Out);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("file").ValueKind);
        Assert.Equal(64, json.RootElement.GetProperty("model").GetProperty("imageHeight").GetInt32());
    }

    [Fact]
    public void Another_network_of_the_file_is_chosen_by_its_key()
    {
        var file = GoldenFolder.PathOf("sg2_skip64.pkl");
        Assert.Equal(0, CommandRun.Of("info", file, "--network-key", "G").Status);
        Assert.Contains("G_ema", CommandRun.Of("info", file, "--network-key", "Gx").Fails(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_of_a_file_give_no_orders_to_the_terminal()
    {
        using var folder = new TempFolder();
        using (var model = ModelFile.OpenDefault())
            model.SaveSafetensors(folder["a.safetensors"], new Dictionary<string, string> { ["zz"] = "\u001b[31mred\u0007\nnext" });
        var run = CommandRun.Of("info", folder["a.safetensors"]);
        Assert.Equal(" [31mred  next", run.OutLines[^1][2..].TrimStart(' ').Insert(0, " "));
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.DoesNotContain('\u0007', run.Out);
    }
}
