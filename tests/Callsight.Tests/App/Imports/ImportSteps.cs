using System.Net;
using System.Text;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Imports;

/// <summary>Imports as a program would make and undo them, each until it is done.</summary>
internal static class ImportSteps
{
    public static Task<JsonElement> TakeAsync(
        this ApiClient client, string fileName, string content, string mapping, bool dryRun = false) =>
        client.TakeAsync(fileName, Encoding.UTF8.GetBytes(content), mapping, dryRun);

    public static async Task<JsonElement> TakeAsync(
        this ApiClient client, string fileName, byte[] content, string mapping, bool dryRun = false)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(mapping), "mapping" },
            { new ByteArrayContent(content), "file", fileName },
            { new StringContent(dryRun ? "true" : "false"), "dry_run" },
        };
        var id = (await client.SendAsync(HttpMethod.Post, "/imports", form)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        return await client.WhenAsync(id, import => import.GetProperty("status").GetString() is "completed" or "failed");
    }

    /// <summary>Undoes an import and gives what became of it.</summary>
    public static async Task<JsonElement> UndoAsync(this ApiClient client, JsonElement import)
    {
        var id = import.GetProperty("id").GetGuid();
        (await client.PostAsync($"/imports/{id}/undo", null)).ShouldBe(HttpStatusCode.Accepted);
        return (await client.WhenAsync(id, i => i.GetProperty("undo").GetProperty("status").GetString() == "completed")).GetProperty("undo");
    }

    public static (long New, long Updated, long Unchanged, long Rejected) Counts(this JsonElement import) => (
        import.GetProperty("rows_imported").GetInt64(), import.GetProperty("rows_updated").GetInt64(),
        import.GetProperty("rows_unchanged").GetInt64(), import.GetProperty("rows_rejected").GetInt64());

    public static (long Removed, long Restored, long Kept) Undone(this JsonElement undo) => (
        undo.GetProperty("rows_removed").GetInt64(), undo.GetProperty("rows_restored").GetInt64(), undo.GetProperty("rows_kept").GetInt64());

    public static async Task<string> RejectedAsync(this ApiClient client, JsonElement import) =>
        (await client.GetAsync($"/imports/{import.GetProperty("id").GetGuid()}/rejected")).Text;

    private static async Task<JsonElement> WhenAsync(this ApiClient client, Guid id, Func<JsonElement, bool> isDone)
    {
        ApiAnswer? import = null;
        await Eventually.TrueAsync(async () => isDone((import = await client.GetAsync($"/imports/{id}")).Body), $"import {id} is done");
        return import!.Body;
    }
}
