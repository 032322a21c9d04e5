using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.App.CallCentre;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Reporting.Funnels;

/// <summary>A funnel, and which of its members are wanted.</summary>
public sealed record FunnelMembersRequest : FunnelRequest
{
    /// <summary>From 1.</summary>
    public required int Stage { get; init; }
    public FunnelMemberKind? Kind { get; init; }

    /// <summary>Only those counted under this value of the breakdown.</summary>
    [MaxLength(1_000)]
    public string? Value { get; init; }

    /// <summary>Only those counted under no value of the breakdown.</summary>
    public bool? WithoutValue { get; init; }

    [Range(1, 200)]
    public int? Limit { get; init; }

    [MaxLength(1_000)]
    public string? Cursor { get; init; }
}

/// <summary>Who it is, and how far they came.</summary>
/// <param name="Name">Of leads.</param>
/// <param name="ReachedAt">When each stage was reached; null for those that were not.</param>
public sealed record FunnelMemberView(
    string Id, string? Name, DateTimeOffset EnteredAt, IReadOnlyList<DateTimeOffset?> ReachedAt, string LastStage);

/// <param name="Total">How many there are on all pages: the count of the stage, or its drop-off.</param>
public sealed record FunnelMembersPage(IReadOnlyList<FunnelMemberView> Data, long Total, string? NextCursor);

internal static class ListFunnelMembers
{
    public static void Map(RouteGroupBuilder funnels) => funnels
        .MapPost("/members", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("ListFunnelMembers")
        .WithSummary("Who is behind a stage or a drop-off")
        .WithDescription(
            "The same funnel, and a stage from 1. kind: reached (as many as the stage counts) or dropped (those for whom it " +
            "was the last, as many as its drop-off). The last to enter comes first. Without a value those of the whole " +
            "funnel.")
        .RequireAuthorization(Permissions.LeadsRead);

    public static async Task<Answer<FunnelMembersPage>> HandleAsync(
        FunnelMembersRequest request, FunnelQuestions questions, FunnelRunner runner, INames names, CancellationToken ct)
    {
        if (request is { Value: not null, WithoutValue: true })
            return Problem.InvalidField("value", "Ask for a value, or for those without one.");
        if (!ReadCursor(request.Cursor).TryGet(out var after, out var problem)
            || !(await questions.MakeAsync(request, ct)).TryGet(out var asked, out problem))
            return problem;
        var part = request.WithoutValue is true || request.Value is not null ? new Part(request.Value) : (Part?)null;
        var wanted = new FunnelMembersQuery(
            request.Stage, request.Kind ?? FunnelMemberKind.Reached, part, request.Limit ?? PageRequest.DefaultLimit, after);
        if (!(await runner.MembersAsync(asked, wanted, ct)).TryGet(out var found, out problem))
            return problem;
        var known = asked.Entity is FollowedEntity.Lead
            ? await names.OfAsync("lead", [.. found.Members.Select(m => m.Entity).OfType<Guid>().Distinct()], ct)
            : [];
        return new FunnelMembersPage(
            [.. found.Members.Select(member => new FunnelMemberView(
                member.Entity.ToString()!, member.Entity is Guid id ? known.GetValueOrDefault(id) : null, member.ReachedAt[0],
                [.. asked.Steps.Select((_, k) => k < member.ReachedAt.Count ? member.ReachedAt[k] : (DateTimeOffset?)null)],
                Funnel.NameOf(asked, member.ReachedAt.Count - 1)))],
            found.Total, WriteCursor(found.Next));
    }

    private static string? WriteCursor(MemberPlace? place) => place is { } last
        ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{last.EnteredAt}.{last.Again}.{last.Entity}")))
        : null;

    private static Result<MemberPlace?> ReadCursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (MemberPlace?)null;
        if (Base64Url.IsValid(text)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 3) is [var at, var again, var entity]
            && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var enteredAt)
            && int.TryParse(again, NumberStyles.None, CultureInfo.InvariantCulture, out var times))
        {
            return (MemberPlace?)new MemberPlace(enteredAt, entity, times);
        }

        return Problem.InvalidField("cursor", "This is not a cursor of this list. Pass the next_cursor of a page unchanged.");
    }
}
