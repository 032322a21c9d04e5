using System.Runtime.InteropServices;
using System.Text;

namespace Callsight.Tests.Support;

/// <summary>ClickHouse's engine inside the test process: one connection, one statement at a time.</summary>
internal sealed class Chdb
{
    private const int MostSignals = 64;
    private const int SignalActionBytes = 256;

    private readonly Lock gate = new();
    private readonly nint handle;
    private readonly nint connection;

    /// <summary>Opens it; what it stores goes into the folder.</summary>
    public Chdb(string library, string folder)
    {
        NativeLibrary.SetDllImportResolver(typeof(Chdb).Assembly, (name, _, _) => name == Native.Library ? NativeLibrary.Load(library) : 0);
        handle = KeepingSignalHandlers(() =>
        {
            Native.SetSignalHandlers(0);
            // For the life of the process.
            nint[] arguments = [Marshal.StringToCoTaskMemUTF8("clickhouse"), Marshal.StringToCoTaskMemUTF8($"--path={folder}")];
            var opened = Native.Connect(arguments.Length, arguments);
            return opened == 0 ? throw new InvalidOperationException("The engine did not start.") : opened;
        });
        connection = Marshal.ReadIntPtr(handle);
    }

    /// <summary>Stops the engine's threads; what the process does after that is safe from them.</summary>
    public void Close()
    {
        lock (gate)
            Native.Close(handle);
    }

    /// <summary>Runs a statement; values go beside it and never into its text.</summary>
    public byte[] Query(string sql, string format = "JSONCompact", params IReadOnlyList<(string Name, string Value)> parameters)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        var wanted = Encoding.UTF8.GetBytes(format);
        var names = parameters.Select(p => Encoding.UTF8.GetBytes(p.Name)).ToArray();
        var values = parameters.Select(p => Encoding.UTF8.GetBytes(p.Value)).ToArray();
        var pinned = names.Concat(values).Select(bytes => GCHandle.Alloc(bytes, GCHandleType.Pinned)).ToArray();
        try
        {
            var pointers = pinned.Select(handle => handle.AddrOfPinnedObject()).ToArray();
            lock (gate)
                return Take(Native.Query(connection, text, text.Length, wanted, wanted.Length, pointers[..names.Length], Lengths(names),
                    pointers[names.Length..], Lengths(values), names.Length));
        }
        finally
        {
            foreach (var handle in pinned)
                handle.Free();
        }
    }

    private static nint[] Lengths(byte[][] texts) => [.. texts.Select(text => (nint)text.Length)];

    private static byte[] Take(nint result)
    {
        try
        {
            if (Native.Error(result) is not 0 and var error)
                throw new InvalidOperationException(Marshal.PtrToStringUTF8(error));
            var bytes = new byte[Native.Length(result)];
            if (bytes.Length > 0)
                Marshal.Copy(Native.Buffer(result), bytes, 0, bytes.Length);
            return bytes;
        }
        finally
        {
            Native.Destroy(result);
        }
    }

    /// <summary>The library takes the crash signals for itself or resets them, but the runtime lives by them: a null
    /// reference arrives as one. So they are put back as they were.</summary>
    private static T KeepingSignalHandlers<T>(Func<T> work)
    {
        var saved = new Dictionary<int, byte[]>();
        for (var signal = 1; signal <= MostSignals; signal++)
        {
            var action = new byte[SignalActionBytes];
            if (Native.SignalAction(signal, null, action) == 0)
                saved[signal] = action;
        }

        try
        {
            return work();
        }
        finally
        {
            foreach (var (signal, action) in saved)
                _ = Native.SignalAction(signal, action, null);
        }
    }

    private static class Native
    {
        public const string Library = "chdb";

        [DllImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
        public static extern void SetSignalHandlers(int enabled);

        [DllImport(Library, EntryPoint = "chdb_connect")]
        public static extern nint Connect(int count, nint[] arguments);

        [DllImport(Library, EntryPoint = "chdb_close_conn")]
        public static extern void Close(nint handle);

        [DllImport(Library, EntryPoint = "chdb_query_with_params_n")]
        public static extern nint Query(
            nint connection, byte[] query, nint queryLength, byte[] format, nint formatLength, nint[] names, nint[] nameLengths,
            nint[] values, nint[] valueLengths, nint count);

        [DllImport(Library, EntryPoint = "chdb_result_error")]
        public static extern nint Error(nint result);

        [DllImport(Library, EntryPoint = "chdb_result_length")]
        public static extern nint Length(nint result);

        [DllImport(Library, EntryPoint = "chdb_result_buffer")]
        public static extern nint Buffer(nint result);

        [DllImport(Library, EntryPoint = "chdb_destroy_query_result")]
        public static extern void Destroy(nint result);

        [DllImport("libc", EntryPoint = "sigaction")]
        public static extern int SignalAction(int signal, byte[]? action, byte[]? previous);
    }
}
