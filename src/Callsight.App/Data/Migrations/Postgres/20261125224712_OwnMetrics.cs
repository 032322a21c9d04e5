using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Callsight.App.Data.Migrations.Postgres
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
                type: "character varying(16000)",
                maxLength: 16000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "repeat_window_days",
                table: "tenants",
                type: "integer",
                nullable: false,
                defaultValue: 7);

            migrationBuilder.AddColumn<int>(
                name: "service_level_variant",
                table: "tenants",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "short_abandon_seconds",
                table: "tenants",
                type: "integer",
                nullable: false,
                defaultValue: 5);

            migrationBuilder.AddColumn<long>(
                name: "response_business_milliseconds",
                table: "leads",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "own_metrics",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    unit = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    better = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    @event = table.Column<string>(name: "event", type: "character varying(100)", maxLength: 100, nullable: true),
                    filter = table.Column<string>(type: "character varying(16000)", maxLength: 16000, nullable: true),
                    aggregate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    field = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    numerator = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    denominator = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
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
