namespace Callsight.Core;

/// <summary>Checks a filter against the fields of the place it is used in and gives its values the fields' kinds.</summary>
/// <remarks>
/// In the filter that comes back aliases are replaced by names, texts have become instants, ids or relative moments, and
/// every operator fits its field. A second validation changes nothing.
/// </remarks>
public static class FilterValidator
{
    /// <summary>The checked filter, or everything that is wrong with it.</summary>
    public static Result<Filter> Validate(Filter filter, FilterFields fields, string path = "filter")
    {
        var errors = new FieldErrors();
        var checkedFilter = new Visit(fields, errors).Check(filter, path);
        return errors.Count == 0 ? checkedFilter : Problem.InvalidFields(errors.ToArray());
    }

    private sealed class Visit(FilterFields fields, FieldErrors errors)
    {
        public Filter Check(Filter filter, string path) => errors.AreEnough ? filter : filter switch
        {
            Filter.All(var items) => new Filter.All(CheckItems(items, $"{path}.all")),
            Filter.Any(var items) => new Filter.Any(CheckItems(items, $"{path}.any")),
            Filter.Not(var item) => new Filter.Not(Check(item, $"{path}.not")),
            Filter.Test test => CheckTest(test, path),
            _ => throw new ArgumentException("Unknown kind of filter.", nameof(filter)),
        };

        private EquatableList<Filter> CheckItems(EquatableList<Filter> items, string path) =>
            items.Select((item, index) => Check(item, $"{path}[{index}]")).ToEquatableList();

        private Filter.Test CheckTest(Filter.Test test, string path)
        {
            if (!fields.TryFind(test.Field, out var field))
            {
                var near = fields.Near(test.Field);
                var advice = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
                errors.Add($"{path}.field", $"There is no field '{JsonText.Shorten(test.Field)}' here.{advice}");
                return test;
            }

            var operators = FieldKinds.OperatorsOf(field.Kind);
            if (!operators.Contains(test.Operator))
            {
                errors.Add($"{path}.op", $"{FilterOperators.NameOf(test.Operator)} does not fit {field.Name}, which is " +
                    $"{FieldKinds.Describe(field.Kind)}. Use {string.Join(", ", operators.Select(FilterOperators.NameOf))}.");
                return test;
            }

            return new Filter.Test(field.Name, test.Operator, CheckValue(test, field, $"{path}.value"));
        }

        private FilterValue CheckValue(Filter.Test test, FilterField field, string path)
        {
            if (FilterOperators.TakesNoValue(test.Operator))
                return new FilterValue.None();
            if (FilterOperators.TakesList(test.Operator) != test.Value is FilterValue.Many)
            {
                errors.Add(path, test.Value is FilterValue.Many
                    ? "This operator compares with a single value."
                    : "This operator compares with a list.");
                return test.Value;
            }

            return test.Value is FilterValue.Many(var values)
                ? new FilterValue.Many(
                    values.Select((value, index) => Convert(value, test, field, $"{path}[{index}]")).ToEquatableList())
                : Convert(test.Value, test, field, path);
        }

        private FilterValue Convert(FilterValue value, Filter.Test test, FilterField field, string path)
        {
            if (FieldKinds.Convert(value, field.Kind) is not { } converted)
            {
                errors.Add(path,
                    $"{field.Name} is {FieldKinds.Describe(field.Kind)}; compare it with {FieldKinds.DescribeValue(field.Kind)}.");
                return value;
            }

            if (converted is FilterValue.Relative && !IsOrder(test.Operator))
            {
                errors.Add(path,
                    "A day or relative moment is a single instant. To mean the whole day use gte its start and lt the next one's.");
            }

            return converted;
        }

        private static bool IsOrder(FilterOperator filterOperator) =>
            filterOperator is FilterOperator.Lt or FilterOperator.Lte or FilterOperator.Gt or FilterOperator.Gte;
    }
}
