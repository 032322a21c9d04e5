using Callsight.Core;

namespace Callsight.Tests.Core.Results;

public sealed class ResultTests
{
    private static readonly Problem Missing = Problem.NotFound("call_recording");

    [Fact]
    public void A_value_goes_on_and_a_problem_is_passed_through()
    {
        (Result<int> value, Result<int> problem) = (2, Missing);
        value.Map(x => x + 1).Then(x => (Result<string>)$"{x}").Value.ShouldBe("3");
        problem.Map(x => x + 1).Then(x => (Result<string>)$"{x}").Problem.ShouldBe(Missing);
        value.Then(_ => problem).IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public void A_problem_has_no_value()
    {
        Result<int> problem = Missing;
        problem.TryGet(out _, out var found).ShouldBeFalse();
        found.ShouldBe(Missing);
        Should.Throw<InvalidOperationException>(() => problem.Value).Message.ShouldContain("call_recording.not_found");
    }

    [Fact]
    public void What_is_missing_is_named_in_words()
    {
        Missing.Kind.ShouldBe(ProblemKind.NotFound);
        Missing.Message.ShouldBe("There is no such call recording.");
    }

    [Fact]
    public void One_wrong_field_is_the_message_and_several_are_listed()
    {
        Problem.InvalidField("a", "Wrong.").Message.ShouldBe("Wrong.");
        var two = Problem.InvalidFields(new FieldError("a", "Wrong."), new FieldError("b", "Too."));
        two.Message.ShouldBe("Some fields are not valid.");
        two.Errors.Count.ShouldBe(2);
    }
}
