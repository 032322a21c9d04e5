using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Callsight.App.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class EventLogByTenant : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_event_log_tenant_id_transaction_id_position",
                table: "event_log",
                columns: new[] { "tenant_id", "transaction_id", "position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_event_log_tenant_id_transaction_id_position",
                table: "event_log");
        }
    }
}
