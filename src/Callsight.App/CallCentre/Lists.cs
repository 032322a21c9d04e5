using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

/// <summary>What every list and every get of this module have in common.</summary>
internal static class Lists
{
    /// <summary>One page of rows, newest first.</summary>
    public static async Task<Answer<Page<TView>>> PageAsync<T, TView>(
        IQueryable<T> rows, PageRequest page, System.Linq.Expressions.Expression<Func<T, Id<T>>> id, Func<T, TView> view,
        CancellationToken ct)
        where T : class
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        rows = rows.AsNoTracking().OrderByDescending(id);
        if (after is { } last)
            rows = rows.Where(Before(id, new Id<T>(last)));
        // Only for the cursor of the last row: not worth compiling.
        var idOf = id.Compile(preferInterpretation: true);
        return await rows.ToPageAsync(page, row => idOf(row).Value, view, ct);
    }

    /// <summary>The one row there is, or that there is none.</summary>
    public static async Task<Answer<TView>> GetAsync<T, TView>(IQueryable<T> row, string what, Func<T, TView> view, CancellationToken ct)
        where T : class =>
        await row.AsNoTracking().SingleOrDefaultAsync(ct) is { } found ? view(found) : Problem.NotFound(what);

    /// <summary>An event about something of this module, happening now.</summary>
    public static CatalogueEvent Happened(this EventType type, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(), Type = type.Name, OccurredAt = at };

    private static System.Linq.Expressions.Expression<Func<T, bool>> Before<T>(
        System.Linq.Expressions.Expression<Func<T, Id<T>>> id, Id<T> last)
    {
        System.Linq.Expressions.Expression<Func<Id<T>>> captured = () => last;
        return System.Linq.Expressions.Expression.Lambda<Func<T, bool>>(
            System.Linq.Expressions.Expression.LessThan(id.Body, captured.Body), id.Parameters);
    }
}
