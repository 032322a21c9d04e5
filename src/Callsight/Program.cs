using Callsight.App;
using Callsight.App.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCallsight();
var app = builder.Build();
await app.Services.GetRequiredService<StoreStartup>().MigrateAsync(CancellationToken.None);
app.MapCallsight();
await app.RunAsync();

/// <summary>The host; tests start it in process.</summary>
public partial class Program;
