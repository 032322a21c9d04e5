using System.Data;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Callsight.App.Data;

/// <summary>How one store spells what filters need beside the common words.</summary>
internal abstract class FilterSpelling
{
    protected static readonly RelationalTypeMapping TextType = new StringTypeMapping("text", DbType.String);
    protected static readonly RelationalTypeMapping TruthType = new WordsForTruth();
    protected static readonly RelationalTypeMapping WholeType = new IntTypeMapping("integer");

    public abstract SqlExpression After(SqlExpression instant, SqlExpression milliseconds);

    public abstract SqlExpression Together(SqlExpression condition);

    /// <summary>The text, compared by code point.</summary>
    public abstract SqlExpression ByCodePoint(SqlExpression text);

    public abstract SqlExpression MoneyAsNumber(SqlExpression amount);

    public abstract SqlExpression Holds(SqlExpression text, SqlExpression part);

    public abstract SqlExpression StartsWith(SqlExpression text, SqlExpression part);

    public abstract SqlExpression EndsWith(SqlExpression text, SqlExpression part);

    public abstract SqlExpression PropertyText(SqlExpression properties, SqlExpression name, SqlExpression path);

    public abstract SqlExpression PropertyNumber(SqlExpression properties, SqlExpression name, SqlExpression path);

    public abstract SqlExpression PropertyTruth(SqlExpression properties, SqlExpression name, SqlExpression path);

    public abstract SqlExpression Property(SqlExpression properties, SqlExpression name, SqlExpression path);

    protected static SqlExpression Text(string function, params SqlExpression[] arguments) =>
        Function(function, typeof(string), TextType, arguments);

    protected static SqlExpression Whole(string function, params SqlExpression[] arguments) =>
        Function(function, typeof(int), WholeType, arguments);

    protected static SqlExpression Function(
        string function, Type type, RelationalTypeMapping mapping, params SqlExpression[] arguments) =>
        // Whatever goes in may be missing, and then so is what comes out.
        new SqlFunctionExpression(function, arguments, nullable: true, [.. arguments.Select(_ => false)], type, mapping);

    protected static SqlExpression Cast(SqlExpression operand, Type type, RelationalTypeMapping mapping) =>
        new SqlUnaryExpression(ExpressionType.Convert, operand, type, mapping);

    protected static SqlExpression Compare(ExpressionType comparison, SqlExpression left, SqlExpression right) =>
        new SqlBinaryExpression(comparison, left, right, typeof(bool), TruthType);

    protected static SqlExpression IsText(SqlExpression text, string constant) =>
        Compare(ExpressionType.Equal, text, Constant(constant));

    protected static SqlExpression Constant(string text) => new SqlConstantExpression(text, TextType);

    protected static SqlExpression Constant(int number) => new SqlConstantExpression(number, WholeType);

    protected static SqlExpression When(SqlExpression condition, SqlExpression value) =>
        new CaseExpression([new CaseWhenClause(condition, value)], null);
}

/// <summary>TRUE and FALSE, where EF would write the 1 and 0 that PostgreSQL does not take for them.</summary>
internal sealed class WordsForTruth : BoolTypeMapping
{
    public WordsForTruth() : base("boolean")
    {
    }

    private WordsForTruth(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new WordsForTruth(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => value is true ? "TRUE" : "FALSE";
}

/// <summary>SQLite compares text by code point and folds only ASCII of itself. A property is found by a path.</summary>
internal sealed class SqliteFilterSpelling : FilterSpelling
{
    private static readonly RelationalTypeMapping NumberType = new DoubleTypeMapping("REAL");

    // Instants are whole microseconds.
    public override SqlExpression After(SqlExpression instant, SqlExpression milliseconds) => new SqlBinaryExpression(
        ExpressionType.Add, instant,
        new SqlBinaryExpression(ExpressionType.Multiply, milliseconds, Constant(1_000), typeof(long), new LongTypeMapping("INTEGER")),
        instant.Type, instant.TypeMapping);

    // A hint to SQLite that changes no answer, and a wall to EF.
    public override SqlExpression Together(SqlExpression condition) => Function("likely", typeof(bool), TruthType, condition);

    public override SqlExpression ByCodePoint(SqlExpression text) => text;

    // Money is whole ten-thousandths.
    public override SqlExpression MoneyAsNumber(SqlExpression amount) => new SqlBinaryExpression(
        ExpressionType.Divide, Cast(amount, typeof(double), NumberType), new SqlConstantExpression(10_000d, NumberType),
        typeof(double), NumberType);

    public override SqlExpression Holds(SqlExpression text, SqlExpression part) =>
        Compare(ExpressionType.GreaterThan, Whole("instr", Text("lower", text), part), Constant(0));

    public override SqlExpression StartsWith(SqlExpression text, SqlExpression part) => Compare(
        ExpressionType.Equal, Text("substr", Text("lower", text), Constant(1), Whole("length", part)), part);

    public override SqlExpression EndsWith(SqlExpression text, SqlExpression part) => Compare(
        ExpressionType.Equal,
        Text("substr", Text("lower", text),
            new SqlUnaryExpression(ExpressionType.Negate, Whole("length", part), typeof(int), WholeType)),
        part);

    public override SqlExpression PropertyText(SqlExpression properties, SqlExpression name, SqlExpression path) =>
        When(IsText(Kind(properties, path), "text"), Text("json_extract", properties, path));

    public override SqlExpression PropertyNumber(SqlExpression properties, SqlExpression name, SqlExpression path) => When(
        Compare(ExpressionType.OrElse, IsText(Kind(properties, path), "integer"), IsText(Kind(properties, path), "real")),
        Cast(Function("json_extract", typeof(double), NumberType, properties, path), typeof(double), NumberType));

    public override SqlExpression PropertyTruth(SqlExpression properties, SqlExpression name, SqlExpression path) => When(
        Compare(ExpressionType.OrElse, IsText(Kind(properties, path), "true"), IsText(Kind(properties, path), "false")),
        Kind(properties, path));

    public override SqlExpression Property(SqlExpression properties, SqlExpression name, SqlExpression path) =>
        Text("nullif", Kind(properties, path), Constant("null"));

    private static SqlExpression Kind(SqlExpression properties, SqlExpression path) => Text("json_type", properties, path);
}

/// <summary>PostgreSQL sorts and folds as its database was told to, so each time it is told otherwise. A property is found by its name.</summary>
internal sealed class PostgresFilterSpelling : FilterSpelling
{
    private static readonly RelationalTypeMapping NumberType = new DoubleTypeMapping("double precision");
    private static readonly RelationalTypeMapping ExactType = new DecimalTypeMapping("numeric");
    private static readonly RelationalTypeMapping JsonType = new StringTypeMapping("jsonb", DbType.String);

    public override SqlExpression After(SqlExpression instant, SqlExpression milliseconds) => new SqlBinaryExpression(
        ExpressionType.Add, instant,
        new SqlBinaryExpression(ExpressionType.Multiply, milliseconds, new SqlFragmentExpression("INTERVAL '1 millisecond'"),
            typeof(TimeSpan), new TimeSpanTypeMapping("interval")),
        instant.Type, instant.TypeMapping);

    public override SqlExpression Together(SqlExpression condition) => condition;

    public override SqlExpression ByCodePoint(SqlExpression text) => new CollateExpression(text, "C");

    public override SqlExpression MoneyAsNumber(SqlExpression amount) => Cast(amount, typeof(double), NumberType);

    public override SqlExpression Holds(SqlExpression text, SqlExpression part) =>
        Compare(ExpressionType.GreaterThan, Whole("strpos", Lower(text), part), Constant(0));

    public override SqlExpression StartsWith(SqlExpression text, SqlExpression part) =>
        Compare(ExpressionType.Equal, Text("left", Lower(text), Whole("length", part)), part);

    public override SqlExpression EndsWith(SqlExpression text, SqlExpression part) =>
        Compare(ExpressionType.Equal, Text("right", Lower(text), Whole("length", part)), part);

    public override SqlExpression PropertyText(SqlExpression properties, SqlExpression name, SqlExpression path) =>
        When(IsText(Kind(properties, name), "string"), AnyText(properties, name));

    // Bounded while it is still exact: a number beyond the range of floating point would fail the whole query.
    public override SqlExpression PropertyNumber(SqlExpression properties, SqlExpression name, SqlExpression path) => When(
        IsText(Kind(properties, name), "number"),
        Cast(Exact("least", Exact("greatest",
            Exact("round", Cast(AnyText(properties, name), typeof(decimal), ExactType), Constant(300)),
            new SqlFragmentExpression("-1e300")), new SqlFragmentExpression("1e300")), typeof(double), NumberType));

    public override SqlExpression PropertyTruth(SqlExpression properties, SqlExpression name, SqlExpression path) =>
        When(IsText(Kind(properties, name), "boolean"), AnyText(properties, name));

    public override SqlExpression Property(SqlExpression properties, SqlExpression name, SqlExpression path) => AnyText(properties, name);

    private static SqlExpression Lower(SqlExpression text) => Text("lower", new CollateExpression(text, "C"));

    private static SqlExpression Exact(string function, params SqlExpression[] arguments) =>
        Function(function, typeof(decimal), ExactType, arguments);

    private static SqlExpression Kind(SqlExpression properties, SqlExpression name) =>
        Text("jsonb_typeof", Function("jsonb_extract_path", typeof(string), JsonType, Json(properties), name));

    private static SqlExpression AnyText(SqlExpression properties, SqlExpression name) =>
        Text("jsonb_extract_path_text", Json(properties), name);

    // jsonb cannot hold the character NUL; a single text with one in it would fail the whole query. Its neighbour sorts alike.
    private static SqlExpression Json(SqlExpression properties) =>
        Cast(Text("replace", properties, Constant("\\u0000"), Constant("\\u0001")), typeof(string), JsonType);
}
