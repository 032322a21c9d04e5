using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Callsight.Tests.Support;

/// <summary>Forms with a file and a mapping that may be spoilt, for imports.</summary>
internal static class HostileForm
{
    private static readonly string[] Mappings =
    [
        """
        {"kind":"leads","delimiter":",","encoding":"utf-8","time_zone":"UTC","fields":{"external_id":"Id","first_name":"Name",
         "created_at":{"column":"At","format":"yyyy-MM-dd"},"value":{"columns":["Value","More"],"default":"1"},
         "status":{"column":"More","map":{"a":"new","b":null}},"properties.x":"More","tags":"Name"}}
        """,
        """
        {"kind":"calls","fields":{"external_id":"Id","agent":"Name","queue":"Name","lead":"More","started_at":"At","ended_at":"More",
         "talk_seconds":"Value","wait_seconds":"Value","rating":"Value","resolved":"More","status":{"value":"completed"}}}
        """,
        """{"kind":"events","fields":{"type":"Name","occurred_at":"At","event_id":"Id","amount":"Value","properties.x":"More"}}""",
        """{"kind":"campaign_spend","fields":{"campaign":"Name","date":"At","amount":"Value","note":"Id"}}""",
        """{"kind":"campaigns","fields":{"external_id":"Id","name":"Name","budget":"Value","starts_at":"At","status":"More"}}""",
    ];

    private static readonly string[] Cells =
    [
        "", " ", "a", "1", "-1", "1e9", "1e30", "0:00:59", "-1:00", "99999999999:00:00", "2026-02-10", "0001-01-01", "9999-12-31", "2026-02-30",
        "9999-12-31T23:59:59.999+14:00", "0001-01-01T00:00:00+14:00", "2026-03-29T02:30:00", "12", "NaN", "Infinity", "🦆", "\0", "a\"b", "\"open",
        "\"a\nb\"", "=1+1", "new", "running", "true", new string('x', 130), new string('x', 3_000), "\uFFFD",
    ];

    public static Gen<(byte[] Body, string? MediaType)> Any { get; } = Gen.Select(
        Gen.Int[0, Mappings.Length - 1], Gen.Int[0, 9], Gen.OneOf(Mappings.Select(m => (IGen<(byte[] Body, string?)>)Hostile.Spoilt(JsonNode.Parse(m))).ToArray()),
        Gen.Int[0, Cells.Length - 1].Array[0, 40], Gen.Int[0, 30], (mapping, die, spoilt, cells, odd) =>
        {
            var (parts, rows) = (new MemoryStream(), new StringBuilder(odd == 1 ? "Id,Id,Name\n" : odd == 2 ? "" : "Id,Name,At,Value,More\n"));
            // Now and then a row has a cell too many or too few.
            foreach (var row in cells.Chunk(odd == 3 ? 4 : odd == 4 ? 6 : 5))
                rows.Append(string.Join(odd == 5 ? ';' : ',', row.Select(c => Cells[c]))).Append(odd == 6 ? "\r" : "\n");
            Write(parts, "--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n");
            parts.Write(die < 5 ? Encoding.UTF8.GetBytes(Mappings[mapping]) : spoilt.Body);
            Write(parts, $"\r\n--x\r\nContent-Disposition: form-data; name=\"dry_run\"\r\n\r\n{(die % 3 == 0 ? "true" : "")}");
            // Every third file has JSON lines, sound ones and others.
            if (odd % 3 == 2)
                rows = Lines(cells);
            Write(parts, $"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../rows.{(odd % 3 == 2 ? "jsonl" : "csv")}\"\r\n\r\n");
            parts.Write(odd == 7 ? [0xFF, 0xFE, 0xFF, 0x00, 0xD8] : Encoding.UTF8.GetBytes(rows.ToString()));
            Write(parts, odd == 8 ? "\r\n" : "\r\n--x--\r\n");
            return (parts.ToArray(), (string?)"multipart/form-data; boundary=x");
        });

    private static StringBuilder Lines(int[] cells)
    {
        var lines = new StringBuilder();
        string[] names = ["Id", "Name", "At", "Value", "More"];
        foreach (var row in cells.Chunk(5))
        {
            var line = new JsonObject();
            foreach (var (name, cell) in names.Zip(row))
                line[name] = (cell % 7) switch
                {
                    0 => null,
                    1 => new JsonObject { ["x"] = Cells[cell] },
                    2 => new JsonArray(Cells[cell], 1, true),
                    _ => Cells[cell],
                };
            lines.Append(row[0] % 5 == 0 ? Cells[row[0]] : line.ToJsonString()).Append('\n');
        }

        return lines;
    }

    private static void Write(MemoryStream parts, string text) => parts.Write(Encoding.UTF8.GetBytes(text));
}
