using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>What is to be done, and what was. From events of these types, booked where they happen.</summary>
public static class TaskMetrics
{
    private static readonly Aggregate Created = Of(ReportedEvents.TaskCreated);
    private static readonly Aggregate Completed = Of(ReportedEvents.TaskCompleted);
    private static readonly Aggregate Overdue = Of(ReportedEvents.TaskOverdue);
    private static readonly Aggregate Cancelled = Of(ReportedEvents.TaskCancelled);

    public static readonly Metric TasksCreated = Metric.Additive("tasks_created", "Tasks created", Unit.Count,
        Better.Neither, Created, "Tasks created in the period.");

    public static readonly Metric TasksCompleted = Metric.Additive("tasks_completed", "Tasks completed", Unit.Count,
        Better.Up, Completed, "Tasks completed in the period.");

    public static readonly Metric TasksOverdue = Metric.Additive("tasks_overdue", "Tasks overdue", Unit.Count,
        Better.Down, Overdue, "Tasks that passed their due time in the period without being done.");

    public static readonly Metric TasksCancelled = Metric.Additive("tasks_cancelled", "Tasks cancelled", Unit.Count,
        Better.Neither, Cancelled, "Tasks cancelled in the period.");

    public static readonly Metric TaskCompletionRate = Metric.Ratio("task_completion_rate", "Task completion rate", Unit.Percent, Better.Up,
        Completed, Created, "Tasks completed in the period, of tasks created in it. Above 100 where older work is done.");

    private static Aggregate Of(EventType type) => Count(Facts.Events, "occurred_at").Where("type", type.Name);
}
