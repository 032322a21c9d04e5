using Callsight.Core;

namespace Callsight.Tests.Core.Tenancy;

public sealed class CurrentTenantTests
{
    [Fact]
    public void Work_that_nobody_owns_has_no_tenant()
    {
        var tenant = new CurrentTenant();
        tenant.IsSet.ShouldBeFalse();
        tenant.IdOrNone.ShouldBe(default);
        Should.Throw<InvalidOperationException>(() => tenant.Id);
    }

    [Fact]
    public void Saying_it_again_is_fine_and_saying_something_else_is_a_bug()
    {
        var (tenant, id) = (new CurrentTenant(), TenantId.New());
        tenant.Enter(id);
        tenant.Enter(id);
        Should.Throw<InvalidOperationException>(() => tenant.Enter(TenantId.New()));
        tenant.Id.ShouldBe(id);
        tenant.IdOrNone.ShouldBe(id);
        tenant.IsSet.ShouldBeTrue();
    }

    [Fact]
    public void An_empty_id_is_nobody()
    {
        var tenant = new CurrentTenant();
        Should.Throw<ArgumentException>(() => tenant.Enter(default));
        tenant.IsSet.ShouldBeFalse();
    }
}
