// The room Server.
