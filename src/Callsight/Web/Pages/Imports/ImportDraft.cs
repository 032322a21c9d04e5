using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Callsight.App.Imports;
using CsvHelper;
using CsvHelper.Configuration;

namespace Callsight.Web.Pages.Imports;

/// <summary>One field of the product, and the column of the file it is taken from.</summary>
public sealed class DraftField(string name)
{
    public string Name => name;

    /// <summary>The column's name; empty leaves the field out.</summary>
    public string Column { get; set; } = "";

    /// <summary>Of times a format, of words pairs such as <c>Y=completed, N=missed</c>; empty reads as it is.</summary>
    public string Reading { get; set; } = "";

    public bool IsTime => name.EndsWith("_at", StringComparison.Ordinal) || name is "date";

    public bool IsDuration => name.EndsWith("_seconds", StringComparison.Ordinal);
}

/// <summary>A column that is none of the product's fields, and what it is called where it is kept all the same.</summary>
public sealed class DraftProperty(string column)
{
    public string Column => column;

    public string Name { get; set; } = string.Join('_', string
        .Concat(column.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' '))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public bool IsKept { get; set; }
}

/// <summary>A file somebody is about to import: its first rows, and how its columns are read.</summary>
public sealed class ImportDraft
{
    private const int Examples = 5;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private IReadOnlyList<DraftProperty> properties = [];

    public required string FileName { get; init; }
    public required string Path { get; init; }
    public char Delimiter { get; private init; } = ',';
    public IReadOnlyList<string> Columns { get; private init; } = [];
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; private init; } = [];
    public string Kind { get; private set; } = "";
    public IReadOnlyList<DraftField> Fields { get; private set; } = [];

    /// <summary>The zone of times that do not say theirs; empty takes the tenant's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Columns that no field is taken from, where what is imported may have properties of its own.</summary>
    public IEnumerable<DraftProperty> Others =>
        ImportKinds.All[Kind].HasProperties ? properties.Where(p => Fields.All(f => f.Column != p.Column)) : [];

    public static IEnumerable<string> Kinds => ImportKinds.All.Keys;

    /// <summary>Reads the head of a file and guesses what it holds.</summary>
    public static ImportDraft Read(string fileName, string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var head = new char[64 * 1024];
        var text = new string(head, 0, reader.ReadBlock(head));
        var first = text.Split('\n')[0];
        var delimiter = Delimiters.MaxBy(c => first.Count(x => x == c));
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = null,
        });
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count <= Examples && parser.Read())
            rows.Add([.. parser.Record!]);
        var draft = new ImportDraft
        {
            FileName = fileName,
            Path = path,
            Delimiter = delimiter,
            Columns = rows.Count == 0 ? [] : rows[0],
            Rows = [.. rows.Skip(1)],
        };
        draft.properties = [.. draft.Columns.Distinct().Select(column => new DraftProperty(column))];
        draft.Choose(Kinds.MaxBy(kind => ImportKinds.All[kind].Fields.Count(f => draft.ColumnLike(kind, f) is not null))!);
        return draft;
    }

    /// <summary>Says what the rows are; the fields are those of the kind, with the columns that sound like them.</summary>
    public void Choose(string kind)
    {
        Kind = kind;
        Fields = [.. ImportKinds.All[kind].Fields.Select(name => new DraftField(name) { Column = ColumnLike(kind, name) ?? "" })];
    }

    /// <summary>What a column holds in the first rows.</summary>
    public string Example(string column)
    {
        var index = Columns.ToList().IndexOf(column);
        return index < 0 ? "" : string.Join(
            ", ", Rows.Select(row => index < row.Count ? row[index] : "").Where(value => value.Length > 0).Distinct().Take(3));
    }

    public string Mapping()
    {
        var fields = new JsonObject();
        foreach (var field in Fields.Where(f => f.Column.Length > 0))
            fields[field.Name] = SourceOf(field);
        foreach (var other in Others.Where(p => p.IsKept && p.Name.Trim().Length > 0))
            fields[$"properties.{other.Name.Trim()}"] = other.Column;
        var mapping = new JsonObject { ["kind"] = Kind, ["delimiter"] = Delimiter.ToString(), ["fields"] = fields };
        if (TimeZone.Trim() is { Length: > 0 } zone)
            mapping["time_zone"] = zone;
        return mapping.ToJsonString();
    }

    private static JsonNode SourceOf(DraftField field)
    {
        if (field.Reading.Trim().Length == 0)
            return field.Column;
        if (field.IsTime || field.IsDuration)
            return new JsonObject { ["column"] = field.Column, ["format"] = field.Reading.Trim() };
        var map = new JsonObject();
        foreach (var pair in field.Reading.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var from, var to])
                map[from.Trim()] = to.Trim();
        return new JsonObject { ["column"] = field.Column, ["map"] = map };
    }

    private string? ColumnLike(string kind, string field)
    {
        var single = kind.TrimEnd('s');
        string[] names = field switch
        {
            "external_id" => ["externalid", "id", single + "id", single + "number", "uuid", single, single + "no"],
            "event_id" => ["eventid", "id"],
            "phone" or "phone_number" => ["phone", "phonenumber", "mobile", "telephone"],
            "email" => ["email", "emailaddress", "mail"],
            "created_at" => ["createdat", "created", "createddate", "date"],
            "started_at" => ["startedat", "started", "start", "starttime", "datetime", "timestamp", "began"],
            "answered_at" => ["answeredat", "answered"],
            "ended_at" => ["endedat", "ended", "end", "endtime"],
            "contacted_at" or "qualified_at" or "lost_at" => [Plain(field), field[..^3]],
            "converted_at" => ["convertedat", "converted", "won"],
            "wait_seconds" => ["waitseconds", "waited", "wait", "waiting", "waittime"],
            "talk_seconds" => ["talkseconds", "talked", "talk", "talking", "talktime"],
            "hold_seconds" => ["holdseconds", "onhold", "held", "hold", "holdtime"],
            "wrap_up_seconds" => ["wrapupseconds", "aftercall", "aftercallwork", "acw", "wrapup"],
            "outcome" => ["outcome", "result", "disposition"],
            "occurred_at" => ["occurredat", "timestamp", "time"],
            "campaign" => ["campaign", "campaignname"],
            "agent" => ["agent", "agentname", "owner"],
            "name" => ["name", "campaignname"],
            _ => [Plain(field)],
        };
        return names.Select(name => Columns.FirstOrDefault(c => Plain(c) == name)).FirstOrDefault(c => c is not null);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
