using System.Diagnostics;
using System.Globalization;

namespace Callsight.IntegrationTests.Support;

/// <summary>A disk in memory that is full soon. Tests that need one are skipped where mounting is not allowed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-disk-");

    private SmallDisk()
    {
    }

    public string Folder => folder.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"),
            "tmpfs", disk.Folder))
            return disk;
        disk.folder.Delete();
        Assert.Skip("A small disk can only be mounted by root on Linux.");
        return disk;
    }

    /// <summary>Fills the disk with something else until only so much is free.</summary>
    public void FillUpTo(long freeBytes)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append);
        var block = new byte[16 * 1024];
        try
        {
            for (var left = new DriveInfo(Folder).AvailableFreeSpace - freeBytes; left > 0; left -= block.Length)
                ballast.Write(block, 0, (int)Math.Min(left, block.Length));
            ballast.Flush();
        }
        catch (IOException)
        {
            // Others write too: it is full.
        }
    }

    /// <summary>Takes away what <see cref="FillUpTo"/> put there.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        folder.Delete(recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
