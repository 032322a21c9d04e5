using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Callsight.App.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ImportUndo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "preview",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "records_changes",
                table: "imports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "rejected_bytes",
                table: "imports",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undo",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undo_status",
                table: "imports",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "import_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    first_row = table.Column<long>(type: "bigint", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    changes = table.Column<string>(type: "text", nullable: false),
                    is_kept = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_import_changes_tenant_id_import_id",
                table: "import_changes",
                columns: new[] { "tenant_id", "import_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_changes");

            migrationBuilder.DropColumn(
                name: "preview",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "records_changes",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "rejected_bytes",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "undo",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "undo_status",
                table: "imports");
        }
    }
}
