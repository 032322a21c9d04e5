Console.WriteLine("Callsight");
