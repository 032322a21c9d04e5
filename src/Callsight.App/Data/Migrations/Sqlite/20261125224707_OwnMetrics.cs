using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Callsight.App.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OwnMetrics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "business_hours",
                table: "tenants",
                type: "TEXT",
                maxLength: 16000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "repeat_window_days",
                table: "tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 7);

            migrationBuilder.AddColumn<int>(
                name: "service_level_variant",
                table: "tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "short_abandon_seconds",
                table: "tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 5);

            migrationBuilder.AddColumn<long>(
                name: "response_business_milliseconds",
                table: "leads",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "own_metrics",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    unit = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    better = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", maxLength: 100, nullable: true),
                    filter = table.Column<string>(type: "TEXT", maxLength: 16000, nullable: true),
                    aggregate = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    field = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    numerator = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    denominator = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    removed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_own_metrics", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_own_metrics_tenant_id_name_number",
                table: "own_metrics",
                columns: new[] { "tenant_id", "name", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "own_metrics");

            migrationBuilder.DropColumn(
                name: "business_hours",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "repeat_window_days",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "service_level_variant",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "short_abandon_seconds",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "response_business_milliseconds",
                table: "leads");
        }
    }
}
