// Placeholder until the embed build exists.
