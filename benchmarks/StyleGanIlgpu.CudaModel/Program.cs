using StyleGanIlgpu.CudaModel;

ModelOptions options;
try
{
    options = ModelOptions.Parse(args);
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n{ModelOptions.Usage}");
    return 2;
}
Directory.CreateDirectory(Path.Combine(options.Out, "cuda-model"));
var all = new List<NetworkTimes>();
foreach (var name in options.Networks)
{
    Console.Error.WriteLine($"{name} ...");
    all.AddRange(NetworkModel.Predict(name, options));
}
foreach (var gpus in all.Where(times => times.Batch == 1).GroupBy(times => $"{times.Network}-{times.Precision}"))
    File.WriteAllText(Path.Combine(options.Out, "cuda-model", $"{gpus.Key}.md"), ModelReport.Details([.. gpus]));
File.WriteAllText(Path.Combine(options.Out, "cuda-model.md"), ModelReport.Summary(all));
File.WriteAllText(Path.Combine(options.Out, "cuda-model.svg"), ModelPlot.Draw(all));
File.WriteAllText(Path.Combine(options.Out, "cuda-model.json"), ModelJson.Write(all));
return 0;
