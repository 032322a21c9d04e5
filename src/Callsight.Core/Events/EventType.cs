namespace Callsight.Core;

/// <summary>A kind of thing that can happen: its key, what it means, and the fields it is sure to carry.</summary>
/// <param name="Name">The stable key, in snake_case.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What it means, to a supervisor.</param>
/// <param name="Subject">What it is about: <c>call</c>, <c>lead</c>, <c>agent</c>, <c>campaign</c>, <c>team</c>, <c>queue</c>, <c>import</c> or <c>tenant</c>.</param>
/// <param name="Fields">Names of the event's fields that carry its detail, beside those every event has.</param>
public sealed record EventType(string Name, string Title, string Description, string Subject, params string[] Fields);
