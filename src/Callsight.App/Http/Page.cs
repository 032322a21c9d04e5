using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Http;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Data">The rows.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

/// <summary>Which page of a list is wanted. Bind with <c>[AsParameters]</c>.</summary>
/// <param name="Limit">How many rows, 1 to 200; 50 where not said.</param>
/// <param name="Cursor">The <c>next_cursor</c> of the page before.</param>
public sealed record PageRequest(
    [property: Range(1, 200)][FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "cursor")] string? Cursor)
{
    public const int DefaultLimit = 50;

    public int Size => Limit ?? DefaultLimit;

    /// <summary>The id after which the page starts; null for the first page.</summary>
    public Result<Guid?> After()
    {
        if (string.IsNullOrEmpty(Cursor))
            return (Guid?)null;
        Span<byte> bytes = stackalloc byte[16];
        return Cursor.Length == 22 && Base64Url.TryDecodeFromChars(Cursor, bytes, out var written) && written == 16
            ? new Guid(bytes, bigEndian: true)
            : Problem.InvalidField("cursor", "This is not a cursor of this list. Pass the next_cursor of a page unchanged.");
    }
}

public static class Paging
{
    private static string CursorOf(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>Cuts a page out of rows that are sorted by id, newest first; reads one row more to know whether it goes on.</summary>
    public static async Task<Page<TView>> ToPageAsync<T, TView>(
        this IQueryable<T> sorted, PageRequest page, Func<T, Guid> idOf, Func<T, TView> view, CancellationToken ct)
    {
        return ToPage(await sorted.Take(page.Size + 1).ToListAsync(ct), page, idOf, view);
    }

    /// <summary>The same of rows that are here already, from the first of the page on.</summary>
    public static Page<TView> ToPage<T, TView>(this IEnumerable<T> sorted, PageRequest page, Func<T, Guid> idOf, Func<T, TView> view)
    {
        var rows = sorted.Take(page.Size + 1).ToList();
        var more = rows.Count > page.Size;
        if (more)
            rows.RemoveAt(rows.Count - 1);
        return new Page<TView>([.. rows.Select(view)], more ? CursorOf(idOf(rows[^1])) : null);
    }
}
