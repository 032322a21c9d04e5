using Callsight.Benchmarks;

// dotnet run -c Release --project bench/Callsight.Benchmarks -- [ingestion] [queries] [leads] [start] [load] [live] [pages] [--events N,N] [--save]
string[] known = ["ingestion", "queries", "leads", "start", "load", "live", "pages"];
var wanted = args.Where(known.Contains).DefaultIfEmpty("all").ToList();
var events = args.SkipWhile(a => a != "--events").Skip(1).FirstOrDefault()?.Split(',').Select(long.Parse).ToArray() ?? [1_000_000, 10_000_000];
var report = new Report();
if (Wants("start"))
    await StartBenchmark.RunAsync(report);
if (Wants("ingestion"))
    await IngestionBenchmark.RunAsync(report);
if (Wants("load"))
    await LoadBenchmark.RunAsync(report);
if (Wants("live"))
    await LiveBenchmark.RunAsync(report);
if (Wants("pages"))
    await PagesBenchmark.RunAsync(report, events[^1]);
if (Wants("leads"))
    await LeadBenchmark.RunAsync(report);
if (Wants("queries"))
    foreach (var count in events)
        await QueryBenchmark.RunAsync(report, count);
if (args.Contains("--save"))
    report.Save();

bool Wants(string name) => wanted.Contains("all") || wanted.Contains(name);
