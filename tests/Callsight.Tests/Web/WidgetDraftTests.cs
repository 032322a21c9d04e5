using System.Text.Json;
using Callsight.App.Reporting.Dashboards;
using Callsight.Core;
using Callsight.Web.Pages.Dashboards;

namespace Callsight.Tests.Web;

/// <summary>The form of a widget loses nothing that it does not show, and sends nothing that its type has no use for.</summary>
public sealed class WidgetDraftTests
{
    private static readonly WidgetConfig Table = new(
        ["calls_total", "service_level"], ["queue", "channel"], JsonElement.Parse("""{"all":[]}"""), Interval.Day, null,
        Callsight.Analytics.Querying.Compare.PreviousPeriod, "-calls_total", 7, true, "this_month");

    [Fact]
    public void Saved_unchanged_a_widget_stays_what_it_was()
    {
        var sent = WidgetDraft.Of(Widget(WidgetType.Table, Table)).ToRequest();
        JsonSerializer.Serialize(sent.Config).ShouldBe(JsonSerializer.Serialize(Table));
        (sent.Title, sent.WidgetType, sent.Position, sent.Enabled).ShouldBe(("Queues", WidgetType.Table, null, null));
    }

    [Fact]
    public void Another_type_drops_what_it_cannot_show()
    {
        var draft = WidgetDraft.Of(Widget(WidgetType.Table, Table));
        draft.Type = WidgetType.Metric;
        var config = draft.ToRequest().Config!;
        config.Metrics.ShouldBe(["calls_total"]);
        (config.Dimensions, config.Interval, config.Period).ShouldBe((null, null, "this_month"));
        draft.Type = WidgetType.Text;
        draft.Text = "Hello";
        draft.ToRequest().Config.ShouldBe(new WidgetConfig(Text: "Hello"));
    }

    [Fact]
    public void An_order_by_a_figure_that_is_gone_goes_with_it()
    {
        var draft = WidgetDraft.Of(Widget(WidgetType.Table, Table));
        draft.Metrics = ["service_level"];
        draft.ToRequest().Config!.OrderBy.ShouldBeNull();
    }

    private static WidgetView Widget(WidgetType type, WidgetConfig config) =>
        new(Id<Widget>.New(), Id<Dashboard>.New(), "Queues", type, config, new WidgetPosition(0, 0, 6, 4), true, 1);
}
