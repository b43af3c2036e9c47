using StyleGanIlgpu.OnnxRuntime;

// Prints one JSON line for a network: the best of its graphs and of the runtime's settings.
if (args is not [var folder, var network, var threadText, var runText]
    || !int.TryParse(threadText, out var threads) || threads < 1 || !int.TryParse(runText, out var runs) || runs < 1)
{
    Console.Error.WriteLine("usage: FOLDER NETWORK THREADS RUNS (FOLDER holds NETWORK.*.onnx from benchmarks/pytorch/export_onnx.py)");
    return 2;
}
var graphs = Directory.GetFiles(folder, network + ".*.onnx");
if (graphs.Length == 0)
{
    Console.Error.WriteLine($"{folder} holds no graph of {network}");
    return 1;
}
var timings = graphs.SelectMany(graph => (GraphTimings[])
[
    GraphTimings.Measure(graph, threads, spins: true, runs),
    GraphTimings.Measure(graph, threads, spins: false, runs),
]);
Console.WriteLine(timings.MinBy(timing => timing.Best)!.ToJson(network));
return 0;
