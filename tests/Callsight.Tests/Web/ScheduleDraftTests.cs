using Callsight.App.Reporting.Reports;
using Callsight.Core;
using Callsight.Web.Pages.Reports;

namespace Callsight.Tests.Web;

/// <summary>A schedule chosen in words and its cron say the same.</summary>
public sealed class ScheduleDraftTests
{
    [Theory]
    [InlineData("0 8 * * 1-5", "Every weekday at 08:00")]
    [InlineData("30 7 * * *", "Every day at 07:30")]
    [InlineData("5 18 * * 0", "Every Sunday at 18:05")]
    [InlineData("0 6 1 * *", "On day 1 of the month at 06:00")]
    [InlineData("0 6 L * *", "On the last day of the month at 06:00")]
    [InlineData("15 9 2 1,4,7,10 *", "On day 2 of the quarter at 09:15")]
    public void What_can_be_chosen_is_read_in_words_and_written_as_it_was(string cron, string words)
    {
        var draft = ScheduleDraft.Read(cron);
        draft.Words.ShouldBe(words);
        draft.Write().ShouldBe(cron);
    }

    [Theory]
    [InlineData("*/15 * * * *")]
    [InlineData("0 8,12 * * 1-5")]
    [InlineData("0 8 31 * *")]
    [InlineData("0 8 * * 1#1")]
    [InlineData("nonsense")]
    public void What_cannot_be_chosen_stays_cron(string cron)
    {
        var draft = ScheduleDraft.Read(cron);
        draft.Rhythm.ShouldBe(Rhythm.Cron);
        draft.Write().ShouldBe(cron);
    }

    [Theory]
    [InlineData("0 8 * * 7", "0 8 * * 0")]
    [InlineData("0 8 * * MON", "0 8 * * 1")]
    [InlineData("0 8 * * mon-fri", "0 8 * * 1-5")]
    public void Other_spellings_mean_the_same_times(string cron, string written)
    {
        ScheduleDraft.Read(cron).Write().ShouldBe(written);
        var now = DateTimeOffset.Parse("2026-03-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var zone = TenantZone.Find("Europe/Vienna").Value!;
        ReportSchedule.Read(cron, zone, now).Value!.After(now).ShouldBe(ReportSchedule.Read(written, zone, now).Value!.After(now));
    }

    [Fact]
    public void Every_choice_is_a_schedule_that_the_product_takes()
    {
        var now = DateTimeOffset.Parse("2026-03-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var rhythm in Enum.GetValues<Rhythm>().Except([Rhythm.ByHand, Rhythm.Cron]))
            ReportSchedule.Read((ScheduleDraft.Default with { Rhythm = rhythm }).Write()!, TenantZone.Find("UTC").Value!, now)
                .Problem.ShouldBeNull($"{rhythm}");
    }
}
