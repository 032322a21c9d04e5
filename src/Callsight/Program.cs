using System.CommandLine;
using Callsight.Commands;

// Without a command the product is served, so that hosts and test factories can pass plain configuration.
var root = new RootCommand("Callsight: call-centre and lead analytics, self-hosted.") { TreatUnmatchedTokensAsErrors = false };
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(DemoCommand.Create());
root.Subcommands.Add(MigrateCommand.Create());
root.Subcommands.Add(ImportCommand.Create());
root.Subcommands.Add(TenantCommand.Create());
root.Subcommands.Add(BackupCommand.Create());
root.Subcommands.Add(BackupCommand.CreateRestore());
root.SetAction((parsed, ct) => ServeCommand.RunAsync([.. parsed.UnmatchedTokens], ct));
var invocation = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    // Longer than the host takes to stop; by default requests would be cut off after two seconds.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
};
return await Faults.ExplainAsync(() => root.Parse(args).InvokeAsync(invocation), Console.Error);

/// <summary>The host; tests start it in process.</summary>
public partial class Program;
