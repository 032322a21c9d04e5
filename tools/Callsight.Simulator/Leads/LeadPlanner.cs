namespace Callsight.Simulator;

/// <summary>Decides, when a lead comes in, when it will be called and what each call will bring.</summary>
/// <remarks>Only the minute of a call is left to the day it is made on, so that no day needs to know how another went.</remarks>
internal sealed class LeadPlanner(SimulationPlan plan, Roster roster)
{
    /// <summary>A lead that has not been decided after this many days stays open for good.</summary>
    public const int MostDays = 60;

    private const int MostAttempts = 3;

    public List<(DateOnly Day, PlannedCall Call)> Plan(SimulatedLead lead, SeededRandom random)
    {
        var calls = new List<(DateOnly, PlannedCall)>();
        var created = plan.Zone.ToLocalDay(lead.CreatedAt);
        var response = random.Lasting(2_400, 1.1, leastSeconds: 120);
        var due = FirstCall(lead, created, response, random);
        for (var attempt = 1; due is { } next; attempt++)
        {
            var isAnswered = random.Happens(0.56);
            var isLast = !isAnswered && attempt == MostAttempts;
            var moves = isAnswered ? LeadMoves.Contact | Verdict(lead, next.At - lead.CreatedAt, random)
                : isLast && random.Happens(0.7) ? LeadMoves.Lose : LeadMoves.None;
            calls.Add((next.Day, new PlannedCall(lead, next.At, isAnswered, moves, random.Bits())));
            if (isAnswered && !moves.HasFlag(LeadMoves.Lose))
                FollowUp(lead, created, next.Day, moves, calls, random);
            if (isAnswered || isLast)
                break;
            due = Later(lead, next.Day.AddDays(1), random);
        }

        return calls;
    }

    /// <summary>What the first talk brings. Whoever is called within the hour is easier to win.</summary>
    private static LeadMoves Verdict(SimulatedLead lead, TimeSpan response, SeededRandom random)
    {
        var speed = response < TimeSpan.FromHours(1) ? 1.2 : response > TimeSpan.FromDays(1) ? 0.75 : 1;
        var isWorthwhile = random.Happens(Math.Min(0.92, 0.42 * (lead.Campaign?.Quality ?? 1) * speed));
        if (isWorthwhile)
            return random.Happens(0.65) ? LeadMoves.Qualify : LeadMoves.None;
        return random.Happens(0.85) ? LeadMoves.Lose : LeadMoves.None;
    }

    private void FollowUp(SimulatedLead lead, DateOnly created, DateOnly day, LeadMoves moves,
        List<(DateOnly, PlannedCall)> calls, SeededRandom random)
    {
        if (!moves.HasFlag(LeadMoves.Qualify))
        {
            if (!Call(2.5, 0.7, LeadMoves.Qualify))
                return;
        }

        var wins = random.Happens(Math.Min(0.85, 0.44 * lead.Agent.Skill * Math.Sqrt(lead.Campaign?.Quality ?? 1)));
        if (wins || random.Happens(0.8))
            Call(wins ? 7 : 11, 0.75, wins ? LeadMoves.Convert : LeadMoves.Lose);

        bool Call(double medianDays, double spread, LeadMoves next)
        {
            var wait = Math.Max(1, (int)random.Lasting(medianDays * 86_400, spread).TotalDays);
            if (Later(lead, day.AddDays(wait), random) is not { } due || due.Day.DayNumber - created.DayNumber > MostDays)
                return false;
            calls.Add((due.Day, new PlannedCall(lead, due.At, true, next, random.Bits())));
            day = due.Day;
            return true;
        }
    }

    private (DateOnly Day, DateTimeOffset At)? FirstCall(
        SimulatedLead lead, DateOnly created, TimeSpan response, SeededRandom random)
    {
        if (roster.ShiftOf(lead.Agent, created) is not { } shift)
            return Later(lead, created, random);
        var day = new LocalDay(plan.Zone, created);
        var (opens, last) = (day.At(shift.FromHour + 0.3), day.At(shift.UntilHour - 0.8));
        var ready = lead.AssignedAt > opens ? lead.AssignedAt : opens;
        return ready + response < last ? (created, ready + response) : Later(lead, created.AddDays(1), random);
    }

    /// <summary>Some time in the agent's next shift.</summary>
    private (DateOnly Day, DateTimeOffset At)? Later(SimulatedLead lead, DateOnly from, SeededRandom random)
    {
        if (roster.NextDay(lead.Agent, from) is not { } date)
            return null;
        var shift = roster.ShiftOf(lead.Agent, date)!.Value;
        var at = new LocalDay(plan.Zone, date).At(random.Between(shift.FromHour + 0.3, shift.UntilHour - 0.8));
        return at > lead.AssignedAt ? (date, at) : Later(lead, date.AddDays(1), random);
    }
}
