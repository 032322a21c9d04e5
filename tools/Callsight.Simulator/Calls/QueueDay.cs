namespace Callsight.Simulator;

/// <summary>One queue on one day: callers wait for the next free agent and leave at their own patience.</summary>
/// <remarks>An agent has one call at a time, calls leads between callers, and takes pauses when the call before is done.</remarks>
internal sealed class QueueDay(Agenda agenda)
{
    private static readonly TimeSpan LeadsWaitAtMost = TimeSpan.FromMinutes(25);

    private readonly PriorityQueue<(Step Step, SimulatedCall? Call, AgentDay? Agent), Turn> steps = new();
    private readonly Queue<SimulatedCall> waiting = new();
    private readonly List<AgentDay> idle = [];
    private long order;

    private enum Step
    {
        CallComes, CallerGivesUp, AgentIsFree, AgentIsDue,
    }

    public void Add(SimulatedCall call) => Plan(call.StartedAt, Step.CallComes, call, null);

    public void Add(AgentDay agent)
    {
        Plan(agent.From, Step.AgentIsFree, null, agent);
        Plan(agent.Until, Step.AgentIsDue, null, agent);
        foreach (var pause in agent.Pauses)
            Plan(pause.From, Step.AgentIsDue, null, agent);
        foreach (var call in agent.PlannedCalls)
            Plan(call.Due, Step.AgentIsDue, null, agent);
    }

    /// <summary>Plays the day and enters what happens into the agenda.</summary>
    public void Run()
    {
        while (steps.TryDequeue(out var next, out var turn))
        {
            var now = new DateTimeOffset(turn.Ticks, TimeSpan.Zero);
            switch (next.Step)
            {
                case Step.CallComes when idle.Count > 0:
                    var longestIdle = idle[0];
                    idle.RemoveAt(0);
                    Connect(longestIdle, next.Call!, now);
                    break;
                case Step.CallComes:
                    waiting.Enqueue(next.Call!);
                    Plan(now + next.Call!.Traits.Patience, Step.CallerGivesUp, next.Call, null);
                    break;
                case Step.CallerGivesUp when next.Call!.IsWaiting:
                    next.Call.EndUnanswered("abandoned", now);
                    CallStory.Enter(agenda, next.Call);
                    break;
                case Step.AgentIsFree:
                    Occupy(next.Agent!, now);
                    break;
                case Step.AgentIsDue when idle.Remove(next.Agent!):
                    Occupy(next.Agent!, now);
                    break;
            }
        }
    }

    private void Plan(DateTimeOffset at, Step step, SimulatedCall? call, AgentDay? agent) =>
        steps.Enqueue((step, call, agent), new Turn(at.UtcTicks, order++));

    private void Occupy(AgentDay agent, DateTimeOffset now)
    {
        var isOver = now >= agent.Until;
        if (isOver && agent.PlannedCalls.Count == 0)
        {
            agent.Log.Change(agenda, now, "offline");
        }
        else if (!isOver && agent.Pauses.TryPeek(out var pause) && pause.From <= now)
        {
            agent.Pauses.Dequeue();
            agent.Log.Change(agenda, now, pause.Status, pause.Reason);
            Plan(now + pause.Length, Step.AgentIsFree, null, agent);
        }
        else if (agent.PlannedCalls.TryPeek(out var call) && (isOver || call.Due + LeadsWaitAtMost <= now))
        {
            Dial(agent, agent.PlannedCalls.Dequeue(), now);
        }
        else if (NextWaiting() is { } caller)
        {
            Connect(agent, caller, now);
        }
        else if (call is not null && call.Due <= now)
        {
            Dial(agent, agent.PlannedCalls.Dequeue(), now);
        }
        else
        {
            agent.Log.Change(agenda, now, "available");
            idle.Add(agent);
        }
    }

    private SimulatedCall? NextWaiting()
    {
        while (waiting.TryDequeue(out var call))
            if (call.IsWaiting)
                return call;
        return null;
    }

    private void Connect(AgentDay agent, SimulatedCall call, DateTimeOffset now)
    {
        call.Answer(agent.Agent, now + call.Traits.Ring);
        agent.Log.Change(agenda, call.AnsweredAt!.Value, "busy");
        CallStory.Enter(agenda, call);
        Plan(call.WrappedUpAt!.Value, Step.AgentIsFree, null, agent);
    }

    private void Dial(AgentDay agent, PlannedCall planned, DateTimeOffset now)
    {
        agent.Log.Change(agenda, now, "busy");
        var call = planned.Make(now, agenda);
        CallStory.Enter(agenda, call);
        Plan(call.WrappedUpAt ?? call.EndedAt.AddSeconds(5), Step.AgentIsFree, null, agent);
    }
}
