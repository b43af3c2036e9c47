using StyleGanIlgpu.Cli;

using var interruption = new Interruption();
var status = CommandRoot.Run(args, Terminal.OfProcess(), interruption.Token);
return status == ExitStatus.Cancelled ? interruption.Status : status;
