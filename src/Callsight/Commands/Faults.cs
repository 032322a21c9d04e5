using Callsight.App;

namespace Callsight.Commands;

/// <summary>What escapes a command: what an administrator can mend is said in a sentence, the rest in full.</summary>
internal static class Faults
{
    public static async Task<int> ExplainAsync(Func<Task<int>> command, TextWriter errors)
    {
        try
        {
            return await command();
        }
        catch (SettingsException wrong)
        {
            foreach (var fault in wrong.Faults)
                await errors.WriteLineAsync(fault);
        }
        catch (Exception failure)
        {
            await errors.WriteLineAsync(failure.ToString());
        }

        return 1;
    }
}
